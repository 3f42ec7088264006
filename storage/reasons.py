"""Why a slot was skipped, as it stands in `slot_run.reason`. What a person reads is made of it where they are told."""

NOTHING_NEW = "no new issue before the next slot"
PAUSED = "paused"
ALL_MUTED = "none of the sections it wants"
UNSUBSCRIBED = "unsubscribed"
MISSED = "missed: the bot was not running"
EXPIRED = "expired: it could not be sent in time"
BROADCAST_STOPPED = "the broadcast was stopped"
