"""The commands that go on by themselves: feeds watched into a store, and the alerts that it raises."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consilience import cli_store, cli_web
from consilience.cli_shared import count

if TYPE_CHECKING:
    from consilience.read.subscriptions import Subscription
    from consilience.watch.courier import Destinations
    from consilience.watch.rules import Rule
    from consilience.watch.watching import Watch

OK, WRONG, NOTHING_READ = 0, 1, 3
SECRET = "CONSILIENCE_WEBHOOK_SECRET"
_WATCH = """examples:
  consilience watch https://news.example/rss feeds.opml --store news.db --alert origins:2 --print
  consilience watch --store news.db --rules rules.toml --webhook https://desk.example/hook
  consilience watch --store news.db --health"""
_ALERTS = """examples:
  consilience alerts list --store news.db
  consilience alerts rules --store news.db --set rules.toml
  consilience alerts try --store news.db --alert contradiction"""


def add(commands: Any, progress: cli_store.Progress) -> None:
    """Add ``watch`` and ``alerts``; ``progress`` shows a bar."""
    watch = commands.add_parser(
        "watch",
        help="poll feeds without pause into a store, and raise alerts",
        description="Poll feeds, take what is new into a store, compare the stories that changed anew, and raise "
        "alerts. Ends when it is told to (SIGTERM, SIGINT), with nothing half done.",
        epilog=_WATCH,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    watch.add_argument(
        "feeds", nargs="*", metavar="FEED", help="a feed's address, an OPML file or a list (default: the store's feeds)"
    )
    cli_store.with_store(watch)
    watch.add_argument("--once", action="store_true", help="look once at every feed whose time has come, then end")
    watch.add_argument("--health", action="store_true", help="print how feeds and alerts fare, as JSON, and end")
    watch.add_argument(
        "--interval", type=_seconds, default=300.0, metavar="SECONDS", help="between two looks at a feed (default: 300)"
    )
    watch.add_argument(
        "--follow", type=count, default=100, metavar="N", help="links fetched in one look at a feed (default: 100)"
    )
    watch.add_argument(
        "--at-once", type=count, default=8, metavar="N", help="feeds looked at beside each other (default: 8)"
    )
    watch.add_argument("--model", metavar="NAME", help="the spaCy model (default: the best installed)")
    watch.add_argument("--processes", type=count, default=1, metavar="N", help="annotate in N processes")
    watch.add_argument("--quiet", action="store_true", help="say nothing of what is done")
    _choosing(watch, "in place of those that the store keeps")
    _sending(watch)
    watch.set_defaults(run=partial(_watch, progress))

    alerts = commands.add_parser(
        "alerts",
        help="list alerts, keep rules for them, try rules, send what waits",
        description="Alerts of a store: what was raised, by which rules, and where it stands.",
        epilog=_ALERTS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = alerts.add_subparsers(dest="action", required=True, metavar="WHAT", parser_class=type(alerts))
    listed = actions.add_parser("list", help="the alerts, the newest first")
    listed.add_argument("--rule", metavar="ID", help="only those of this rule")
    listed.add_argument("--state", choices=("waiting", "delivered", "given up"))
    listed.add_argument("--limit", type=count, default=100, metavar="N", help="at most so many (default: 100)")
    listed.add_argument("--format", choices=("text", "jsonl"), default="text")
    listed.set_defaults(run=_list)
    rules = actions.add_parser("rules", help="print the rules that the store keeps, as TOML, or keep others")
    change = rules.add_mutually_exclusive_group()
    change.add_argument("--set", type=Path, metavar="FILE", help="keep the rules of this file instead")
    change.add_argument("--clear", action="store_true", help="keep none")
    rules.set_defaults(run=_rules)
    tried = actions.add_parser("try", help="print the alerts that rules would have raised from the first round on")
    _choosing(tried, "to be tried (default: those that the store keeps)")
    tried.set_defaults(run=_try)
    send = actions.add_parser("send", help="deliver the alerts that wait, once")
    send.add_argument("--again", action="store_true", help="those too that were given up")
    _sending(send)
    send.set_defaults(run=_send)
    for action in (listed, rules, tried, send):
        cli_store.with_store(action)
    for action in (watch, listed, rules, tried, send):
        action.add_argument("--debug", action="store_true", help="show the traceback of an error")


def _choosing(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("--rules", type=Path, metavar="FILE", help=f"a TOML file of rules, {what}")
    parser.add_argument(
        "--alert",
        type=_rule,
        action="append",
        default=[],
        metavar="RULE",
        help="a rule: origins:N, contradiction, toll, story:outlets=N, story:origins=N, entity:NAME, search:WORDS",
    )


def _sending(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--webhook", metavar="URL", help="send alerts there, signed")
    parser.add_argument(
        "--webhook-secret", type=Path, metavar="FILE", help=f"what it is signed with (default: the value of ${SECRET})"
    )
    parser.add_argument(
        "--atom", type=Path, metavar="FILE", help="keep the newest alerts in this file, as an Atom feed"
    )
    parser.add_argument("--print", action="store_true", help="print alerts as lines of JSON")
    cli_web.allow(parser)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 86_400:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds up to a day")
    return seconds


def _rule(text: str) -> Rule:
    from consilience.watch.rules import RuleError, short

    try:
        return short(text)
    except RuleError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _chosen(args: argparse.Namespace) -> tuple[Rule, ...]:
    from consilience.watch import rules

    return rules.distinct([*(rules.read(args.rules) if args.rules else ()), *args.alert])


def _destinations(args: argparse.Namespace) -> Destinations:
    from consilience.watch.courier import Destinations
    from consilience.watch.webhook import Webhook, secret

    if args.atom is not None and not args.atom.absolute().parent.is_dir():
        raise ValueError(f"there is no folder {args.atom.parent}")
    webhook = None
    if args.webhook is not None:
        given = args.webhook_secret.read_text() if args.webhook_secret else os.environ.get(SECRET)
        if not given:
            raise ValueError(f"a webhook needs a secret: --webhook-secret FILE or ${SECRET}")
        webhook = Webhook(args.webhook, secret(given), args.allow_address)
    return Destinations(webhook, sys.stdout if args.print else None, args.atom)


def _feeds(given: Sequence[str]) -> list[Subscription] | None:
    from consilience.read import fetch, subscriptions
    from consilience.read.unreadable import UnreadableError

    found: list[Subscription] = []
    for one in given:
        is_address = "://" in one or one.startswith("feed:")
        try:
            listed = subscriptions.addresses(one) if is_address else subscriptions.subscriptions(one)
            for subscription in listed:
                fetch.target(subscription.url)
        except UnreadableError as error:
            raise ValueError(f"{one}: {error}") from None
        found += listed
    return found or None


def _watch(progress: cli_store.Progress, args: argparse.Namespace) -> int:
    from consilience.annotate import pipeline
    from consilience.read.fetch import Fetcher
    from consilience.store import Store, alerts
    from consilience.watch import rules
    from consilience.watch.looks import Pace
    from consilience.watch.watching import Watch

    if args.health:
        return _health(args)
    wanted, chosen, destinations = _feeds(args.feeds), _chosen(args), _destinations(args)
    annotate = partial(pipeline.annotate, model=args.model, processes=args.processes, batch=1)  # as `ingest` does
    with closing(Store.open(args.store)) as store, Fetcher(allow=args.allow_address) as fetcher, progress() as show:
        pipeline.load(args.model)  # a model that is not there is found out before anything is stored
        if chosen:
            with store.write() as tx:
                alerts.keep_rules(tx, rules.plain(chosen))
        watch = Watch(
            store,
            annotate,
            fetcher,
            wanted,
            pace=Pace(args.interval, args.follow),
            workers=args.at_once,
            destinations=destinations,
            tell=(lambda line: None) if args.quiet else _tell,
            progress=show,
        )
        with _stopping(watch):
            done = watch.run(once=args.once)
    if not args.quiet:
        _tell(f"{done.looks} looks, {done.failed} of them failed; {done.reports} new reports")
    return NOTHING_READ if args.once and done.looks and done.failed == done.looks else OK


def _tell(line: str) -> None:
    print(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {line}", file=sys.stderr, flush=True)


@contextmanager
def _stopping(watch: Watch) -> Iterator[None]:
    """Signals that ask to end stop the watch; the second one ends the program."""
    before: dict[signal.Signals, Any] = {}

    def stop(number: int, frame: object) -> None:
        watch.stop()
        for name, handler in before.items():
            signal.signal(name, handler)

    for name in (signal.SIGTERM, signal.SIGINT):
        before[name] = signal.signal(name, stop)
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _health(args: argparse.Namespace) -> int:
    from consilience.store import Store
    from consilience.watch.health import health

    with closing(Store.open(args.store, create=False)) as store:
        found = health(store, datetime.now(UTC))
    print(json.dumps(found, indent=2, ensure_ascii=False))
    return OK if found["ok"] else WRONG


def _list(args: argparse.Namespace) -> int:
    from consilience.publish.characters import line
    from consilience.store import Store, alerts
    from consilience.watch import alarms, courier

    with closing(Store.open(args.store, create=False)) as store, store.read() as tx:
        for alert in alerts.alerts(tx, limit=args.limit, rule=args.rule, state=args.state):
            at = courier.at(tx, alert)
            if args.format == "jsonl":
                known = {"state": alert.state, "attempts": alert.attempts, "error": alert.error}
                _print_json({**alarms.document(alert, at), **known})
            else:
                when = f"{at:%Y-%m-%d %H:%M}" if at is not None else f"round {alert.round}"
                told = f"{when} [{alert.rule}] {alert.payload['title']}: {alert.payload['summary']}"
                print(line(told) + ("" if alert.state == "delivered" else f" ({alert.state})"))
    return OK


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _rules(args: argparse.Namespace) -> int:
    from consilience.store import Store, alerts
    from consilience.watch import rules

    given = rules.plain(rules.read(args.set)) if args.set else []
    with closing(Store.open(args.store, create=bool(args.set))) as store:
        if args.set or args.clear:
            with store.write() as tx:
                alerts.keep_rules(tx, given)
        with store.read() as tx:
            kept = rules.whole(alerts.rules(tx) or [])
    print(rules.toml(kept), end="")
    return OK


def _try(args: argparse.Namespace) -> int:
    from consilience.store import Store, alerts
    from consilience.watch import alarms, courier, rules

    chosen = _chosen(args)
    with closing(Store.open(args.store, create=False)) as store, store.read() as tx:
        for alert in alarms.replayed(tx, chosen or rules.whole(alerts.rules(tx) or [])):
            _print_json(alarms.document(alert, courier.at(tx, alert)))
    return OK


def _send(args: argparse.Namespace) -> int:
    from consilience.store import Store, alerts
    from consilience.watch.courier import Courier

    destinations = _destinations(args)
    if not destinations:
        raise ValueError("nowhere to send to: --webhook, --atom or --print")
    told: list[str] = []
    tell: Callable[[str], None] = told.append
    with closing(Store.open(args.store, create=False)) as store:
        if args.again:
            with store.write() as tx:
                alerts.again(tx)
        Courier(store, destinations, tell).deliver()
        with store.read() as tx:
            left = alerts.counts(tx)
    for one in told:
        print(f"consilience: {one}", file=sys.stderr)
    print(", ".join(f"{number} {state}" for state, number in left.items()), file=sys.stderr)
    return WRONG if told else OK
