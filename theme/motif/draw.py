"""Draws the county of the pages: hills, fields, hedges, a village, a viaduct; by day, by night, and as one line. Same seed, same bytes.

    python theme/motif/draw.py FOLDER      (of the theme: theme/static/motif)

The left of the sky stays free: there the claim of the home page stands. Sky and foreground have the colours of the bands
above and below (tokens.css: tanne, deep). No words, no faces, no sign of a party. A group's own drawing takes its place as
theme/static/motif/kreis-tag.svg and kreis-nacht.svg of its own site.
"""

import math
import pathlib
import random
import sys

R = random.Random(47)
W, H = 1600, 576
DAY = dict(
    sky="#005538",
    sun="#fff17a",
    ray="#fff17a",
    far="#0a6442",
    far2="#126f48",
    wood="#064a32",
    f1="#2c8446",
    f2="#57a044",
    f3="#8abd24",
    f4="#b9cf52",
    f5="#e6da7c",
    f6="#d8c385",
    f7="#1b7a4c",
    f8="#74b04a",
    hedge="#0b4a31",
    hedge2="#12613d",
    wall="#fffdf8",
    wall2="#e3dccb",
    roof="#b4612f",
    roof2="#8c4522",
    win="#3c5a4c",
    river="#9fd0d6",
    stone="#e9dfc8",
    stone2="#b9ad90",
    train="#fff17a",
    train2="#005538",
    near="#0a5a3b",
    near2="#004a31",
    deep="#003d29",
    line="#fffdf8",
    path="#f5f1e9",
)
NIGHT = dict(
    sky="#0a1f17",
    sun="#e9dd84",
    ray="#e9dd84",
    far="#0d2a1f",
    far2="#113226",
    wood="#081a13",
    f1="#174833",
    f2="#235a38",
    f3="#3a6b2c",
    f4="#4d7038",
    f5="#6e6a3c",
    f6="#5f5a40",
    f7="#113f2c",
    f8="#2c5e36",
    hedge="#071c14",
    hedge2="#0b281c",
    wall="#8fa197",
    wall2="#65776d",
    roof="#5b3522",
    roof2="#43261a",
    win="#fff17a",
    river="#33606a",
    stone="#7d8377",
    stone2="#535b52",
    train="#fff17a",
    train2="#0a1f17",
    near="#0b281c",
    near2="#082017",
    deep="#06150f",
    line="#cfe0d4",
    path="#8a9488",
)


def n(v):
    """A whole number: at this size nobody sees the rest, and the drawing is a third lighter."""
    s = f"{v:.0f}"
    return s if s != "-0" else "0"


def fine(v):
    return f"{v:.1f}".rstrip("0").rstrip(".")


def P(pts, close=True):
    return "M" + " ".join(f"{n(x)} {n(y)}" for x, y in pts) + ("Z" if close else "")


def wave(*ks):
    """A calm line through knots (x, y): cosine between them."""

    def f(x):
        if x <= ks[0][0]:
            return ks[0][1]
        for (x0, y0), (x1, y1) in zip(ks, ks[1:]):
            if x <= x1:
                t = (x - x0) / (x1 - x0)
                t = (1 - math.cos(math.pi * t)) / 2
                return y0 + (y1 - y0) * t
        return ks[-1][1]

    return f


def line(f, a, b, step=40):
    k = max(2, round((b - a) / step))
    return [(round(a + (b - a) * i / k), f(a + (b - a) * i / k)) for i in range(k + 1)]


out = []


def put(s):
    out.append(s)


def path(d, c, extra=""):
    put(f'<path class="{c}" d="{d}"{extra}/>')


def area(f, g, a, b, c, step=40):
    path(P(line(f, a, b, step) + line(g, a, b, step)[::-1]), c)


def hedge(pts, w=7, c="hedge", gap=None):
    """A row of round bushes: one stroke with round dots."""
    g = gap or w * 0.72
    put(
        f'<path fill="none" stroke-linecap="round" class="s-{c}" stroke-width="{fine(w)}" stroke-dasharray="0 {fine(g)}" d="{P(pts, False)}"/>'
    )


def patch(T, B, x0, x1, cols, rows, shear, colours, pw=1.35, hat=True, hed=True):
    """Fields between two lines of a hill, drawn with the slope; rows grow towards the eye."""
    us = [0]
    for i in range(cols):
        us.append(us[-1] + R.uniform(0.7, 1.4))
    us = [u / us[-1] for u in us]
    vs = [0]
    for i in range(rows):
        vs.append(vs[-1] + R.uniform(0.85, 1.2) * (1 + i * 0.35))
    vs = [v / vs[-1] for v in vs]

    def at(u, v):
        x = x0 + u * (x1 - x0) + shear * (v - 0.5)
        y = T(x) + (B(x) - T(x)) * v**pw
        return x, y

    prev = None
    for r in range(rows):
        off = R.uniform(-0.05, 0.05)
        for c in range(cols):
            u0, u1, v0, v1 = us[c], us[c + 1], vs[r], vs[r + 1]
            if 0 < c:
                u0 += off
            if c < cols - 1:
                u1 += off
            k = 5
            top = [at(u0 + (u1 - u0) * i / k, v0) for i in range(k + 1)]
            bot = [at(u0 + (u1 - u0) * i / k, v1) for i in range(k + 1)]
            col = R.choice([x for x in colours if x != prev])
            prev = col
            path(P(top + bot[::-1]), col)
            if hat:
                kind = R.choice("uvvu.")
                d = ""
                if kind == "u":
                    m = max(3, int((bot[2][1] - top[2][1]) / 7))
                    for j in range(1, m):
                        v = v0 + (v1 - v0) * j / m
                        a, b = R.uniform(0.0, 0.05), R.uniform(0.95, 1)
                        q = [at(u0 + (u1 - u0) * (a + (b - a) * i / 3), v) for i in range(4)]
                        d += P(q, False)
                elif kind == "v":
                    m = max(4, int((bot[-1][0] - bot[0][0]) / 15))
                    for j in range(1, m):
                        u = u0 + (u1 - u0) * j / m
                        q = [at(u, v0 + (v1 - v0) * 0.04), at(u, v0 + (v1 - v0) * 0.96)]
                        d += P(q, False)
                if d:
                    tone = "s-hi" if col in ("f1", "f7", "f2", "near", "near2") else "s-lo"
                    put(f'<path fill="none" class="{tone}" d="{d}"/>')
            if hed and c and R.random() < 0.75:
                hedge([at(u0, v0), at(u0, (v0 + v1) / 2), at(u0, v1)], 4 + 4 * v1)
        if hed and r:
            hedge(
                [at(us[0] + (us[-1] - us[0]) * i / 14, vs[r]) for i in range(15)]
                if R.random() < 0.6
                else [at(us[0] + 0.5 * i / 14, vs[r]) for i in range(15)],
                4 + 4 * vs[r],
                "hedge2",
            )
    return at


def tree(x, y, s, c="hedge"):
    put(
        f'<path class="{c}" d="M{n(x)} {n(y - s * 1.9)}c{n(s * 0.7)} 0 {n(s)} {n(s * 0.55)} {n(s)} {n(s)}s{n(-s * 0.4)} {n(s * 0.75)} {n(-s * 0.88)} {n(s * 0.78)}v{n(s * 0.3)}h{n(-s * 0.24)}v{n(-s * 0.3)}c{n(-s * 0.6)} 0 {n(-s * 0.88)} {n(-s * 0.3)} {n(-s * 0.88)} {n(-s * 0.78)}s{n(s * 0.3)} {n(-s)} {n(s)} {n(-s)}Z"/>'
    )


def poplar(x, y, h, c="hedge"):
    w = h * 0.14
    put(
        f'<path class="{c}" d="M{n(x)} {n(y - h)}c{n(w * 1.2)} {n(h * 0.3)} {n(w * 1.3)} {n(h * 0.75)} {n(w * 0.2)} {n(h * 0.85)}v{n(h * 0.15)}h{n(-w * 0.4)}v{n(-h * 0.15)}c{n(-w * 1.1)} {n(-h * 0.1)} {n(-w)} {n(-h * 0.55)} {n(w * 0.2)} {n(-h * 0.85)}Z"/>'
    )


def house(x, y, w, h, d, roof="roof", flip=1):
    """A gable to the left (flip 1), the long side to the right."""
    f = flip
    path(P([(x, y), (x + f * d, y), (x + f * d, y - h), (x, y - h)]), "wall2")
    path(P([(x, y), (x, y - h), (x - f * w / 2, y - h - w * 0.55), (x - f * w, y - h), (x - f * w, y)]), "wall")
    path(
        P(
            [
                (x + f * 2, y - h + 1),
                (x - f * w / 2, y - h - w * 0.58),
                (x + f * (d - w / 2), y - h - w * 0.58),
                (x + f * (d + 2), y - h + 1),
            ]
        ),
        roof,
    )
    q = ""
    k = max(1, int(d // 11))
    for i in range(k):
        wx = x + f * (d * (i + 0.5) / k) - 1.8
        q += f"M{n(wx)} {n(y - h * 0.68)}h3.4v{n(h * 0.34)}h-3.4z"
    q += f"M{n(x - f * w / 2 - 1.7)} {n(y - h * 0.8)}h3.4v{n(h * 0.34)}h-3.4z"
    path(q, "win")


def church(x, y, s):
    path(P([(x, y), (x + 34 * s, y), (x + 34 * s, y - 20 * s), (x, y - 20 * s)]), "wall2")
    path(
        P([(x - 2 * s, y - 20 * s), (x + 5 * s, y - 33 * s), (x + 32 * s, y - 33 * s), (x + 37 * s, y - 20 * s)]),
        "roof",
    )
    path(P([(x - 13 * s, y), (x + 1 * s, y), (x + 1 * s, y - 46 * s), (x - 13 * s, y - 46 * s)]), "wall")
    path(P([(x - 15 * s, y - 45 * s), (x - 6 * s, y - 92 * s), (x + 3 * s, y - 45 * s)]), "roof2")
    q = f"M{n(x - 7.6 * s)} {n(y - 39 * s)}h{n(3.2 * s)}v{n(7 * s)}h{n(-3.2 * s)}z"
    for i in range(3):
        q += f"M{n(x + (7 + 9 * i) * s)} {n(y - 14 * s)}h{n(3.2 * s)}v{n(8 * s)}h{n(-3.2 * s)}z"
    path(q, "win")


def turbine(x, y, h, a):
    d = P([(x - 1.6, y), (x - 0.7, y - h), (x + 0.7, y - h), (x + 1.6, y)])
    for i in range(3):
        t = math.radians(a + 120 * i)
        l = h * 0.55
        px, py = math.cos(t), math.sin(t)
        d += P([(x, y - h), (x + px * l * 0.25 - py * 2, y - h + py * l * 0.25 + px * 2), (x + px * l, y - h + py * l)])
    path(d, "line")


# --- back to front
put(f'<path class="sky" d="M0 0h{W}v{H}H0z"/>')
put('<circle class="sun" cx="1180" cy="196" r="146"/>')
far = wave((0, 404), (230, 372), (520, 398), (820, 330), (1010, 250), (1180, 292), (1390, 196), (1600, 250))
area(far, lambda x: 470, 0, W, "far", 18)
turbine(1372, 206, 96, 20)
turbine(1448, 214, 84, 62)
turbine(1522, 236, 72, 100)
far2 = wave(
    (0, 430), (190, 408), (420, 428), (700, 372), (900, 316), (1080, 330), (1300, 262), (1470, 306), (1600, 292)
)
area(far2, lambda x: H, 0, W, "far2", 20)
# wood on the second ridge
d = ""
for x in range(1130, 1600, 9):
    y = far2(x) + 6
    s = R.uniform(9, 20) * (1 if x < 1480 else 0.8)
    d += P([(x - s * 0.42, y + 4), (x, y - s), (x + s * 0.42, y + 4)])
path(d, "wood")
d = ""
for x in range(560, 800, 10):
    y = far2(x) + 5
    s = R.uniform(6, 13)
    d += P([(x - s * 0.42, y + 4), (x, y - s), (x + s * 0.42, y + 4)])
path(d, "wood")
# the right hill with its fields
mT = wave((700, 452), (880, 392), (1080, 344), (1290, 322), (1450, 344), (1640, 330))
mB = wave((600, 520), (900, 500), (1250, 470), (1640, 486))
area(mT, lambda x: H, 700, 1640, "f7")
patch(mT, mB, 760, 1660, 8, 3, 70, ["f1", "f2", "f3", "f4", "f5", "f8", "f6"])
# the left rise
lT = wave((-40, 462), (150, 438), (360, 452), (560, 470), (760, 474))
lB = wave((-40, 540), (300, 540), (700, 548))
area(lT, lambda x: H, -40, 800, "f1")
patch(lT, lB, -60, 760, 7, 2, -60, ["f1", "f2", "f8", "f3", "f4", "f5"])
# river out of the valley
rv = [
    (842, 424),
    (800, 446),
    (838, 466),
    (800, 492),
    (700, 516),
    (660, 560),
    (640, 580),
    (800, 580),
    (830, 546),
    (880, 512),
    (930, 486),
    (906, 462),
    (842, 446),
    (862, 424),
]
put(
    '<path class="river" d="M846 420c-30 20-52 22-40 36s56 10 28 34-110 24-148 88h140c14-44 60-52 92-76s22-40-14-50-52-10-42-32z"/>'
)
put(
    '<path fill="none" class="s-hi" d="M790 508c-30 14-58 26-72 52M842 492c-24 16-52 24-70 56M826 462c16 4 26 8 24 16"/>'
)
# viaduct
vy, y1 = 398, 470
deck = wave((470, 404), (760, 398), (1010, 394), (1100, 392))
X = [560 + 46 * i for i in range(11)]
foot = wave((500, 452), (600, 488), (700, 506), (800, 512), (880, 506), (960, 470), (1056, 432))
dd = P(
    [
        (470, deck(470)),
        (1072, deck(1072)),
        (1072, 430),
        (1020, 450),
        (1020, deck(1020) + 34),
        (560, deck(560) + 34),
        (560, 486),
        (520, 470),
        (470, 440),
    ]
)
for i, x in enumerate(X[:-1]):
    top = deck(x) + 13
    dd += f"M{n(x + 4)} {n(top + 30)}v-11a19 19 0 0 1 38 0v11z"
path(dd, "stone", ' fill-rule="evenodd"')
pi = sh = ""
for x in X[1:-1]:
    top = deck(x) + 30
    pi += P([(x - 4, top), (x + 4, top), (x + 6, foot(x) + 6), (x - 6, foot(x) + 6)])
    sh += P([(x + 1, top - 4), (x + 4, top - 4), (x + 6, foot(x) + 6), (x + 2, foot(x) + 6)])
path(pi, "stone")
path(sh, "stone2")
put(
    f'<path fill="none" class="s-stone2" stroke-width="3" d="{P(line(lambda x: deck(x) + 1, 470, 1090, 120), False)}"/>'
)
# hide the feet of the piers in the meadow
put('<path class="f2" d="M440 470C540 470 600 488 706 506c-22 16-38 32-52 74H440z"/>')
hedge([(500, 464), (540, 470), (580, 478), (620, 487), (660, 497), (700, 506)], 12, "hedge2")
put('<path class="f8" d="M1150 424c-90 4-160 40-228 72-34 16-70 40-86 84h314z"/>')
hedge([(908, 503), (940, 488), (980, 468), (1020, 449), (1060, 436), (1100, 428)], 12, "hedge2")
# train
tx = 640
for i in range(3):
    a = tx + i * 72
    y = deck(a + 34)
    nose = 12 if i == 2 else 0
    tail = 12 if i == 0 else 0
    put(
        f'<path class="train" d="M{n(a)} {n(y - 2)}v{-22 + tail * 0.4:.1f}q0 {-tail * 0.4:.1f} {n(tail * 0.8)} {n(-tail * 0.4) if tail else 0}H{n(a + 69 - nose)}q{n(nose * 0.9)} 0 {n(nose)} {n(nose)}V{n(y - 2)}z"/>'
    )
    put(f'<path class="train2" d="M{n(a + 6)} {n(y - 19)}h{n(57 - nose * 0.6)}v8H{n(a + 6)}z"/>')
# meadow with the village
vT = wave((960, 470), (1080, 428), (1240, 404), (1420, 414), (1640, 404))
area(vT, lambda x: H, 960, 1640, "f2")
patch(vT, wave((900, 560), (1250, 520), (1640, 540)), 1000, 1660, 5, 2, 90, ["f2", "f8", "f3", "f4", "f1"], hed=False)
for x, y, h in [(1050, 436, 46), (1066, 432, 56), (1082, 430, 50), (1480, 418, 52), (1496, 416, 62), (1512, 418, 48)]:
    poplar(x, y, h)
for x, s in [(1110, 16), (1420, 18), (1452, 13), (1390, 14)]:
    tree(x, vT(x) + 4, s, "hedge2")
house(1150, 424, 26, 20, 38, "roof2")
house(1330, 416, 24, 19, 40, "roof", -1)
house(1372, 420, 26, 20, 34, "roof2", -1)
church(1252, 422, 1.12)
house(1206, 432, 28, 22, 42)
house(1318, 434, 28, 22, 46, "roof2")
house(1176, 446, 30, 23, 36, "roof", -1)
tree(1232, 440, 14)
tree(1388, 438, 17)
tree(1128, 446, 18)
house(1262, 450, 30, 24, 44, "roof2")
house(1402, 444, 30, 24, 50)
house(1350, 456, 32, 25, 48, "roof", 1)
tree(1212, 462, 17, "hedge2")
tree(1308, 468, 20)
tree(1452, 456, 22)
tree(1108, 458, 14, "hedge2")
hedge(line(wave((1080, 470), (1300, 482), (1560, 462)), 1090, 1560, 30), 14)
# foreground: the near fields, then the deep ground the page goes on with
nT = wave((-20, 520), (260, 496), (560, 530), (860, 548), (1180, 510), (1620, 494))
area(nT, lambda x: H, 0, W, "near")
d = ""
for i in range(46):
    x = -500 + i * 58
    vx = 800
    ax = vx + (x - vx) * 0.52
    ay = nT(max(0, min(W, ax)))
    d += P([(ax, ay + 3), (x, H)], False)
put(f'<path fill="none" class="s-furrow" d="{d}"/>')
hedge(line(nT, 0, 640, 30), 17)
hedge(line(nT, 980, W, 30), 19)
for x, s in [(64, 42), (132, 30), (-6, 52), (1546, 50), (1478, 34), (1606, 44), (420, 20), (452, 15)]:
    tree(x, nT(max(0, min(W, x))) + 10, s, "near2")
dT = wave((0, 556), (400, 562), (800, 568), (1200, 560), (1600, 552))
area(dT, lambda x: H, 0, W, "deep")
BODY = "".join(out)


def sheet(p):
    css = "".join(f".{k}{{fill:{v}}}" for k, v in p.items() if k not in ("ray",))
    css += f".s-hedge{{stroke:{p['hedge']}}}.s-hedge2{{stroke:{p['hedge2']}}}.s-hi{{stroke:{p['line']};stroke-opacity:.34;stroke-width:1.3}}.s-lo{{stroke:{p['hedge']};stroke-opacity:.30;stroke-width:1.3}}.s-furrow{{stroke:{p['f7']};stroke-width:2}}.s-stone2{{stroke:{p['stone2']}}}"
    return f"<style>{css}</style>"


# Pieces that are pictures of their own: a place has one (press/templates.py).
VIEWS = "".join(
    f'<view id="s{number}" viewBox="{x} {y} {w} {h}"/>'
    for number, (x, y, w, h) in enumerate(
        (
            (1030, 262, 460, 250),
            (560, 300, 460, 250),
            (90, 320, 420, 228),
            (930, 110, 420, 228),
            (1180, 330, 400, 217),
            (340, 330, 420, 228),
            (700, 250, 420, 228),
        )
    )
)


def svg(p, box, body=BODY, w=None, h=None, ratio="xMidYMax slice"):
    x, y, ww, hh = box
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {y} {ww} {hh}" width="{w or ww}" height="{h or hh}" preserveAspectRatio="{ratio}">{sheet(p)}{VIEWS}{body}</svg>'


drawings = {f"kreis-{name}.svg": svg(palette, (0, 0, W, H)) for name, palette in (("tag", DAY), ("nacht", NIGHT))}

# the county as one dark line, for the foot, for heads and for paper (used as a mask)
out.clear()
HW, HH = 1600, 120
k = wave((0, 92), (180, 70), (420, 96), (640, 88), (900, 60), (1120, 78), (1330, 40), (1480, 66), (1600, 58))
d = P(line(k, 0, HW, 20) + [(HW, HH), (0, HH)])
path(d, "k")
hedge([(x, k(x) - 1) for x in range(40, 380, 20)], 9, "k")
hedge([(x, k(x) - 1) for x in range(1160, 1300, 20)], 9, "k")
for x, t in ((60, 14), (96, 10), (300, 13), (560, 9), (1140, 12), (1240, 10), (1530, 15), (1566, 11)):
    tree(x, k(x) + 3, t, "k")
for x, h in ((840, 34), (852, 42), (864, 36)):
    poplar(x, k(x) + 4, h, "k")
dv = P([(430, 62), (800, 58), (800, 66), (430, 70)])
for x in range(446, 800, 28):
    dv += P([(x, 62), (x + 4, 62), (x + 5, k(x) + 8), (x - 1, k(x) + 8)])
for x in range(446, 772, 28):
    dv += f"M{x} 66h30v12a13 11 0 0 0 -26 0h-4z"
path(dv, "k")
dt = ""
for j in range(3):
    dt += f"M{540 + j * 38} {58 - j * 0.4:.1f}v-12q0 -3 3 -3h30q4 0 4 4v10.600z"
path(dt, "k")
dh = ""
for x, w, h in ((930, 18, 10), (954, 22, 12), (1000, 20, 11), (1026, 24, 13), (1060, 18, 10), (1086, 20, 11)):
    y = k(x) + 3
    dh += P([(x, y), (x, y - h), (x + w * 0.5, y - h - w * 0.42), (x + w, y - h), (x + w, y)])
y = k(985) + 3
dh += P([(978, y), (978, y - 28), (984, y - 56), (990, y - 28), (990, y)])
path(dh, "k")
for x, h, a_ in ((1318, 40, 15), (1352, 36, 70), (1392, 30, 105)):
    out.append("")
    turbine(x, k(x) + 2, h, a_)
hb = "".join(out).replace('class="k"', "").replace('class="line"', "").replace('class="s-k"', 'stroke="#000"')
drawings["horizont.svg"] = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {HW} {HH}" width="{HW}" height="{HH}">{hb}</svg>'
)

if __name__ == "__main__":
    for name, text in drawings.items():
        (pathlib.Path(sys.argv[1]) / name).write_text(text, "utf-8")
