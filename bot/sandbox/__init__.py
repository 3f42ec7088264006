"""The local Telegram: a Bot API server on loopback that checks what Telegram checks and misbehaves on demand.

A map, from the outside in:

    run.py, __main__.py   start it: inside a running loop, or as a process of its own
    client.py             play a person, break the network, look at what arrived (over the control API)
    server.py             the web application: /bot<token>/<method>, /file/bot<token>/<path>, /control/…
    botapi.py             one request of the bot: token, parameters, faults, method, answer
    methods/              the Bot API methods, a file a subject
    control/              the control API, a file a subject
    world.py, models.py   who exists, what was said; nothing of HTTP
    updates.py            the queue behind getUpdates
    html.py, entities.py, content.py, keyboards.py   what Telegram checks in a message
    faults.py, wreck.py   trouble on demand: which request, and what becomes of it
    limits.py, plan.py    flood limits; trouble written down with a seed
    clock.py, journal.py  world time; what changed, for those who follow
    page/                 the chat page: plain HTML, CSS and modules, served by pagefiles.py

It knows nothing of the bot it serves, and nothing of any client library.
"""
