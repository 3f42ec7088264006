"""Every rule of the directory holds where its conditions are met and fails where they are not.

The texts are built from the rules themselves, so a rule added to the data is tested the same day.
"""

from collections.abc import Iterator

import pytest

from bot.companies import Directory, Recogniser
from bot.companies.entries import Rule
from bot.companies.names import fold, has_chinese
from storage.records import Item
from tests import shipped

RULES = shipped.directory().rules
NAMES = [(rule, name) for rule in RULES for name in rule.names]


def named_beside(directory: Directory, rule: Rule, asked: str) -> str:
    """The name of a company that is asked for: itself, any, or another of a kind."""
    if asked == "*":
        return directory.companies["tencent"].name
    if not asked.startswith("*"):
        return directory.companies[asked].name
    doubtful = {fold(name) for rule in RULES for name in rule.names}
    kind = (company for company in directory.companies.values() if company.kind == asked[1:])
    return next(it.name for it in kind if it.slug != rule.company and fold(it.name) not in doubtful)


def item(directory: Directory, rule: Rule, name: str) -> Item:
    """An item that meets every condition of the rule, and says nothing else."""
    spelled = name if rule.exact or not (rule.capital or rule.as_name) else name[0].upper() + name[1:]
    quoted = f'"{spelled}"' if rule.quoted else spelled
    lead = rule.after[0] if rule.after else "嗯，" if has_chinese(name) else "zzz "
    follow = (
        rule.before[0]
        if rule.before
        else "、"
        if rule.as_firm
        else "，上线"
        if rule.chinese or has_chinese(name)
        else " zzz"
    )
    owners = [named_beside(directory, rule, slug) for slug in rule.beside[:1]]
    sentence = f"{lead}{quoted}{follow}"
    return Item(
        position=1,
        number=1,
        title=sentence if rule.title else "zzz",
        body=(sentence, *rule.near[:1], *owners),
        section_key=rule.section[0] if rule.section else None,
    )


@pytest.mark.parametrize(
    ("rule", "name"), NAMES, ids=lambda given: given if isinstance(given, str) else given.company
)
def test_a_rule_holds_where_its_conditions_are_met(
    directory: Directory, recogniser: Recogniser, rule: Rule, name: str
) -> None:
    assert rule.company in {mention.slug for mention in recogniser.mentions(item(directory, rule, name))}


def hostile(rules: list[Rule], name: str) -> Iterator[str]:
    """Places where the name should mean something else, if any of the rules is worth its line."""
    yield f"zzz {name.lower()} zzz"
    for rule in rules:
        yield from (f"zzz {name}{after} zzz" for after in rule.not_before)
        yield from (f"zzz {before}{name} zzz" for before in rule.not_after)
        yield from (f"zzz {name} zzz {word}" for word in rule.unless)


def test_no_rule_holds_everywhere(recogniser: Recogniser) -> None:
    asked_last = {(rule.company, name) for rule, name in NAMES if rule.otherwise}
    never_refused = []
    for company, name in {(rule.company, name) for rule, name in NAMES} - asked_last:
        rules = [rule for rule in RULES if rule.company == company and _fold(name) in map(_fold, rule.names)]
        if all(company in recogniser.in_text(text) for text in hostile(rules, name)):
            never_refused.append((company, name))
    assert never_refused == []


def _fold(name: str) -> str:
    return fold(name).text


def test_words_a_rule_looks_for_are_found_in_the_comment_too(recogniser: Recogniser) -> None:
    quiet = Item(1, 1, title="“Like” opens a shop", comment="Users will come.")
    telling = Item(1, 1, title="“Like” opens a shop", comment="E-cigarettes again.")
    assert recogniser.mentions(quiet) == ()
    assert [mention.slug for mention in recogniser.mentions(telling)] == ["relx"]
