// Reads a calendar with ical.js and prints every instance between two days as JSON, expanded by that library.
import { readFileSync } from "node:fs";
import ICAL from "../browser/node_modules/ical.js/dist/ical.js";

const [file, since, until] = process.argv.slice(2);
const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const first = ICAL.Time.fromString(`${since}T00:00:00Z`);
const last = ICAL.Time.fromString(`${until}T23:59:59Z`);
const found = [];
for (const component of calendar.getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(component);
  const dates = event.isRecurring() ? [...expand(event)] : [event];
  for (const one of dates) {
    if (one.startDate.compare(first) < 0 || one.startDate.compare(last) > 0) continue;
    found.push({
      uid: event.uid,
      start: one.startDate.toJSDate().toISOString(),
      end: component.hasProperty("dtend") ? one.endDate.toJSDate().toISOString() : "",
      summary: event.summary,
      place: event.location ?? "",
      description: event.description ?? "",
      status: component.getFirstPropertyValue("status"),
      sequence: component.getFirstPropertyValue("sequence"),
    });
  }
}
console.log(JSON.stringify(found));

function* expand(event) {
  const dates = event.iterator();
  for (let next = dates.next(); next && next.compare(last) <= 0; next = dates.next()) yield event.getOccurrenceDetails(next);
}
