"""Token buckets: how many requests one asker may send, at once and in the long run.

`limits`, the library for this, counts in windows (fixed, moving, sliding) and has no token bucket: a window lets twice
its quota through around its edge, or keeps every moment of it. A bucket is two numbers.
"""

from __future__ import annotations

import ipaddress
import math
from collections import OrderedDict
from dataclasses import dataclass

MOST_BUCKETS = 20_000
"""About 4 MB. A flood of addresses pushes out those heard of longest ago, most of which are full again anyway."""
UNKNOWN = "unknown"
"""All that names no address shares one bucket."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What a bucket gives."""

    per_second: float
    """Refill; 0 = no limit."""
    burst: int
    """Tokens of a full bucket, ≥ 1."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one request for tokens."""

    is_allowed: bool
    limit: int
    """Tokens of a full bucket."""
    remaining: int
    """Whole tokens left."""
    wait_s: float
    """Until the tokens asked for are there; 0 when they were given."""
    full_s: float
    """Until the bucket is full again."""

    @property
    def retry_after_s(self) -> int:
        """Whole seconds, never too few."""
        return max(1, math.ceil(self.wait_s))


class Buckets:
    """One bucket a name, all of one rate; at most `most` names are remembered. Not for several threads at once."""

    def __init__(self, rate: Rate, *, most: int = MOST_BUCKETS) -> None:
        self.rate = rate
        self._most = most
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """Name → tokens and when they were counted; a name that is not here has a full bucket."""

    def __len__(self) -> int:
        return len(self._levels)

    def take(self, name: str, now: float, *, cost: float = 1.0) -> Taken:
        """Take `cost` tokens if all are there, else none. `now`: seconds of any clock that never goes back."""
        level = self._level(name, now)
        is_allowed = level >= cost or not self.rate.per_second
        return self._keep(name, level - cost if is_allowed else level, now, 0.0 if is_allowed else cost - level)

    def charge(self, name: str, now: float, *, cost: float) -> Taken:
        """Take `cost` tokens, or as many as there are, for what was done already."""
        return self._keep(name, max(0.0, self._level(name, now) - cost), now, 0.0)

    def _level(self, name: str, now: float) -> float:
        tokens, at = self._levels.get(name, (float(self.rate.burst), now))
        return min(float(self.rate.burst), tokens + max(0.0, now - at) * self.rate.per_second)

    def _keep(self, name: str, level: float, now: float, missing: float) -> Taken:
        burst, per_second = self.rate.burst, self.rate.per_second
        if not per_second:
            return Taken(True, burst, burst, 0.0, 0.0)
        self._levels[name] = (level, now)
        self._levels.move_to_end(name)
        while len(self._levels) > self._most:
            self._levels.popitem(last=False)
        return Taken(not missing, burst, int(level), missing / per_second, (burst - level) / per_second)


def asker(address: str) -> str:
    """The bucket of an address: itself, or for IPv6 its /64, which one household or machine has to itself.

    >>> asker("192.0.2.7"), asker("2001:db8:1:2:3:4:5:6"), asker("::ffff:192.0.2.7"), asker("a name")
    ('192.0.2.7', '2001:db8:1:2::/64', '192.0.2.7', 'unknown')
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return UNKNOWN
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(found), 64), strict=False))
