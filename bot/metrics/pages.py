"""`/healthz` and `/metrics`, for those who watch the bot from outside. Nothing here names a chat, a text or the token."""

from aiohttp import web
from prometheus_client.exposition import choose_encoder

from bot.metrics.figures import Figures
from bot.metrics.health import Doctor
from bot.metrics.survey import Watched, survey


def pages(figures: Figures, watched: Watched, doctor: Doctor) -> web.Application:
    """The web application of both."""

    async def metrics(request: web.Request) -> web.Response:
        await survey(watched, figures.gauges)
        encode, content_type = choose_encoder(request.headers.get("Accept", ""))
        return web.Response(body=encode(figures.registry), headers={"Content-Type": content_type})

    async def healthz(_: web.Request) -> web.Response:
        health = await doctor.examine()
        return web.json_response(health.wire, status=200 if health.well else 503)

    application = web.Application(client_max_size=1024)
    application.router.add_get("/metrics", metrics)
    application.router.add_get("/healthz", healthz)
    return application
