"""How updates come from Telegram: asked for (polling), or brought to an address of ours (webhook)."""
