"""How well old papers are read: precision and recall per field, printed for every paper.

    python -m tests.benchmarks.old_papers

Expected activities are written by hand (see docs/old-papers.md). What counts:

- An expected activity is found by a candidate whose source overlaps its sentence and whose kind
  is one of the expected ones or whose title agrees. Each candidate finds one activity at most.
  Candidates that find none lower the precision of the activities and of all their fields; the
  fields of activities not found lower the recall.
- A value agrees if it is equal without spaces and quotes, with Chinese or European punctuation;
  in titles, places, names and things also if one contains the other (two characters at least);
  a title marked = must be that one and no longer.
- A number agrees with its wording (近百名 is not 100名) and its label.
- Money is every sum of a candidate, in whichever cell it stands.
- A list of alternatives with "" may be left out; a value marked ? may be there or not.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SEEDS = HERE / "seeds"
FURTHER = ROOT / "tests" / "activities" / "papers" / "texts"
SINGLE = ("kind", "title", "held", "unit", "place")
SEVERAL = ("troops", "partners", "guests", "counts", "money", "given", "helped")
FIELDS = ("activities", *SINGLE, *SEVERAL)
_MARKS = str.maketrans({",": "，", ";": "；", ":": "：", "(": "（", ")": "）"})
_WORDS = re.compile(r"[\u4e00-\u9fff]+")
_SUM = re.compile(
    r"[近约超]?[0-9.,一二两三四五六七八九十百千万]+[余多]?[万亿]?[余多]?元(?:以上|左右)?"
)


@dataclass
class Score:
    """Hits, wrong values and missed values of one field."""

    hit: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of proposed values that are right; 1 where nothing was proposed."""
        return self.hit / (self.hit + self.wrong) if self.hit + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of expected values that were proposed; 1 where nothing was expected."""
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else 1.0

    def add(self, other: Score) -> None:
        """Take in another paper's counts."""
        self.hit, self.wrong = self.hit + other.hit, self.wrong + other.wrong
        self.missed += other.missed


@dataclass
class Paper:
    """A text with what is to be found in it."""

    name: str
    text: str
    year: int
    names: object
    expected: list[dict]
    group: str = "three seeds"
    scores: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    remarks: list[str] = field(default_factory=list)


def seeds() -> list[Paper]:
    """The three real papers, with the names of their own offices."""
    found = []
    for path in sorted(SEEDS.glob("*.json")):
        told = json.loads(path.read_text())
        office = json.loads((ROOT / "fixtures" / told["names"]).read_text())
        units, troops = ([row["name"] for row in office[key]] for key in ("units", "troops"))
        text = path.with_suffix(".txt").read_text()
        found.append(_paper(path.stem, text, told, units, troops))
    return found


def further() -> list[Paper]:
    """Papers of other kinds of units, written for this measurement."""
    found = []
    for path in sorted(FURTHER.glob("*.json")):
        told = json.loads(path.read_text())
        text = "\n".join(told["text"])
        found.append(_paper(path.stem, text, told, told["units"], told["troops"]))
    return found


def _paper(name, text, told, units, troops) -> Paper:
    from activities.papers.candidates import Names
    from activities.papers.reading import cleaned

    names = Names(frozenset(units), frozenset(troops))
    return Paper(
        name, cleaned(text), told["year"], names, told["expected"], told.get("set", "three seeds")
    )


def measure(paper: Paper) -> Paper:
    """The paper with its scores filled in."""
    from activities.papers.proposing import propose

    candidates = propose(paper.text, year=paper.year, names=paper.names)
    pairs = _pairs(paper, candidates)
    for at, expected in enumerate(paper.expected):
        found = next((candidates[c] for c, e in pairs.items() if e == at), None)
        if not expected.get("optional"):
            _count(paper, expected, found)
        elif found is None:
            continue
    for at, candidate in enumerate(candidates):
        if at not in pairs:
            paper.scores["activities"].wrong += 1
            paper.remarks.append(f"多余 {candidate.source[:50]}")
            _compare(paper, {"kind": []}, candidate)
    return paper


def _pairs(paper: Paper, candidates) -> dict[int, int]:
    """Candidate to expected activity, the best agreements first."""
    ranked = []
    for at, candidate in enumerate(candidates):
        for wanted, expected in enumerate(paper.expected):
            place = _sentence(paper.text, expected["in"])
            if not (candidate.start < place[1] and place[0] < candidate.end):
                continue
            kind = candidate.cells.get("类别") in expected["kind"]
            title = any(_contains(t, candidate.cells["活动名称"]) for t in expected["title"])
            within = candidate.start <= paper.text.index(expected["in"].strip()) < candidate.end
            if kind or title:
                ranked.append((-(2 * title + kind + within), at, wanted))
    pairs: dict[int, int] = {}
    for _, at, wanted in sorted(ranked):
        if at not in pairs and wanted not in pairs.values():
            pairs[at] = wanted
    return pairs


def _sentence(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    ends = [text.find(sign, start + 1) for sign in "。；;\n"]
    end = min((e for e in ends if e > 0), default=len(text))
    begin = max(text.rfind(sign, 0, start) for sign in "。；;\n") + 1
    return begin, max(end, start + len(words))


def _count(paper: Paper, expected: dict, candidate) -> None:
    score = paper.scores["activities"]
    if candidate is None:
        score.missed += 1
        paper.remarks.append(f"漏掉 {expected['in'][:40]}")
    else:
        score.hit += 1
    _compare(paper, expected, candidate)


def _compare(paper: Paper, expected: dict, candidate) -> None:
    told = _told(candidate.cells) if candidate else {}
    for name in SINGLE:
        _single(paper, name, expected.get(name, []), told.get(name, ""))
    for name in SEVERAL:
        if name == "given" and name not in expected and expected.get("in"):
            expected = {**expected, name: []}
        _several(paper, name, expected.get(name, []), told.get(name, []))


def _told(cells: dict[str, str]) -> dict:
    def split(*columns):
        return [p for c in columns for p in cells.get(c, "").split("；") if p]

    sums = split("慰问金（元）", "价值（元）", "投入", "说明", "数量")
    return {
        "kind": cells.get("类别", ""),
        "title": cells.get("活动名称", ""),
        "held": cells.get("时间", ""),
        "unit": cells.get("填报单位", ""),
        "place": cells.get("地点", ""),
        "troops": split("参加部队"),
        "partners": split("主办单位", "承办单位", "协办单位", "参与单位", "邀请方"),
        "guests": split("来宾"),
        "counts": split("数量"),
        "money": [m for part in sums for m in _SUM.findall(part)],
        "given": [re.sub(r"，价值.*", "", p) for p in split("投入") if not _is_money(p)],
        "helped": split("受益对象"),
    }


def _is_money(part: str) -> bool:
    return bool(_SUM.search(part)) and "价值" not in part


def _single(paper: Paper, name: str, wanted: list[str], told: str) -> None:
    score = paper.scores[name]
    agrees = _equal if name in ("kind", "held") else _contains
    right = any(agrees(w, told) for w in wanted if w)
    if told and right:
        score.hit += 1
        return
    if told:
        score.wrong += 1
        paper.remarks.append(f"{name}：{told} ≠ {'/'.join(wanted)}")
    if wanted and "" not in wanted:
        score.missed += 1
        if not told:
            paper.remarks.append(f"{name}：没有 {'/'.join(wanted)}")


def _several(paper: Paper, name: str, wanted: list[str], told: list[str]) -> None:
    score = paper.scores[name]
    left = list(told)
    for item in wanted:
        agrees = _equal if name == "money" else _contains
        found = [t for t in left if agrees(item.lstrip("?"), t)]
        if found and name != "guests":
            left.remove(found[0])
        if item.startswith("?"):
            continue
        score.hit += bool(found)
        score.missed += not found
        if not found:
            paper.remarks.append(f"{name}：没有 {item}（有 {told}）")
    if name == "guests":
        left = [t for t in told if not any(_contains(w.lstrip("?"), t) for w in wanted)]
    score.wrong += len(left)
    paper.remarks += [f"{name}：多余 {item}" for item in left]


def _plain(text: str) -> str:
    return re.sub(r"[\s“”\"‘’·]", "", text).translate(_MARKS)


def _equal(wanted: str, told: str) -> bool:
    return _plain(wanted) == _plain(told)


def _contains(wanted: str, told: str) -> bool:
    if wanted.startswith("="):
        return _equal(wanted[1:], told)
    a, b = _plain(wanted), _plain(told)
    numbers = re.compile(
        r"(?:数(?=[十百千])|[近约0-9０-９一二两多余几百十千万.])+(?=[个名人场部期册台次届周批户套箱件位])"
    )
    if set(numbers.findall(a)) != set(numbers.findall(b)) and numbers.search(a):
        return False
    short, long = sorted((numbers.sub("", a), numbers.sub("", b)), key=len)
    return bool(a and b) and (
        a in b or (len(b) > 1 and b in a) or (len(short) > 1 and short in long)
    )


def summed(papers: list[Paper]) -> dict[str, Score]:
    """The scores of several papers taken together."""
    total: dict[str, Score] = defaultdict(Score)
    for paper in papers:
        for name, score in paper.scores.items():
            total[name].add(score)
    return total


def table(groups: dict[str, dict[str, Score]]) -> Iterator[str]:
    """Lines of a Markdown table: precision / recall (number of expected values)."""
    yield "| field | " + " | ".join(groups) + " |"
    yield "|---" * (len(groups) + 1) + "|"
    for name in FIELDS:
        scores = [group[name] for group in groups.values()]
        yield (
            f"| {name} | "
            + " | ".join(f"{s.precision:.2f} / {s.recall:.2f} ({s.hit + s.missed})" for s in scores)
            + " |"
        )


def growth() -> Iterator[str]:
    """How the time grows with the length: a seed once, ten and a hundred times.

    The last column is the time in units of one pass of a simple regular expression over the
    same text; it stays the same where growth is linear. For reading, not for a test.
    """
    from activities.papers.proposing import propose

    seed = seeds()[0]
    yield "| text | characters | seconds | passes of `re` |"
    yield "|---|---|---|---|"
    for times in (1, 10, 100):
        text = f"{seed.text}\n" * times
        reading = _seconds(lambda text=text: propose(text, year=seed.year, names=seed.names))
        once = _seconds(lambda text=text: _WORDS.findall(text), rounds=20)
        yield f"| ×{times} | {len(text)} | {reading:.2f} | {reading / once:.0f} |"


def _seconds(work, rounds: int = 1) -> float:
    before = time.process_time()
    for _ in range(rounds):
        work()
    return (time.process_time() - before) / rounds


def main() -> None:
    """Print every paper's scores, the sums and the growth of the time."""
    import sys

    told = "-v" in sys.argv
    papers = [measure(paper) for paper in (*seeds(), *further())]
    for paper in papers:
        score = paper.scores["activities"]
        print(f"{paper.name}: {score.precision:.2f} / {score.recall:.2f}")  # noqa: T201
        for remark in paper.remarks if told else ():
            print("   ", remark)  # noqa: T201
    names = dict.fromkeys(paper.group for paper in papers)
    groups = {name: summed([p for p in papers if p.group == name]) for name in names}
    print("\n".join(table(groups)))  # noqa: T201
    print("\n".join(growth()))  # noqa: T201


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuangyong.settings")
    import django

    django.setup()
    main()
