"""„Alle Anträge zu Radwegen aus zwei Fraktionen“: radwege.py https://eine.example/oparl/system.json https://andere.example/oparl/system.json"""

import json
import sys
from urllib.request import urlopen


def load(address):
    with urlopen(address, timeout=20) as answer:
        return json.load(answer)


def walk(address):
    while address:
        page = load(address)
        yield from page["data"]
        address = page["links"].get("next")


found = []
for system in sys.argv[1:]:
    for body in walk(load(system)["body"]):
        groups = {one["id"]: one["name"] for one in walk(body["organization"])}
        for paper in walk(body["paper"]):
            if "radweg" in " ".join([paper["name"], *paper.get("keyword", [])]).lower():
                names = [groups[id] for id in paper["originatorOrganization"]]
                found.append((paper["date"], ", ".join(names), f"{paper['name']} ({paper['fraktion:stand']})"))
for line in sorted(found):
    print("  ".join(line))
print(len(found), "Anträge")
