"""An alert as the API's document shows it."""

from __future__ import annotations

from typing import Any

ALERTS: dict[str, Any] = {
    "client": "caissio",
    "items": [
        {
            "client": "caissio",
            "id": "answer_rate-1793614500000000",
            "kind": "answer_rate",
            "counted": {
                "numerator": 31,
                "denominator": 40,
                "since": "2026-11-01T23:00:00Z",
                "until": "2026-11-02T23:00:00Z",
            },
            "before": None,
            "threshold": 0.88,
            "at_least": 30,
            "low": None,
            "high": None,
            "opened": "2026-11-02T10:15:00Z",
            "closed": None,
        }
    ],
    "next_cursor": None,
    "webhook": {
        "disabled": "2026-11-02T09:00:00Z",
        "since": "2026-10-30T08:00:00Z",
        "tries": 27,
        "told": "503",
        "kept": 1,
    },
}
