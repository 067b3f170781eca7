"""Feeds watched without pause: what is new goes into a store, and who wants to be told of something is told."""

from consilience.watch.rules import Rule, RuleError

__all__ = ["Rule", "RuleError"]
