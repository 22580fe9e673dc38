"""`/metrics`: what Prometheus asks for, counted when it asks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.clock import Clock
from bot.engine.metrics import Metrics, metrics
from bot.settings.load import Settings
from bot.store.store import Store


def metrics_routes(store: Store, settings: Settings, clock: Clock) -> list[Route]:
    """It needs no key: it tells numbers and names of pipelines, no data."""

    async def told(_request: Request) -> Response:
        found = await run_in_threadpool(metrics, store, settings, clock())
        registry = CollectorRegistry()
        registry.register(_Told(found))
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return [Route("/metrics", told)]


class _Told(Collector):
    def __init__(self, found: Metrics) -> None:
        self._found = found

    def collect(self) -> Iterator[Metric]:
        found = self._found
        open_ = found.incidents.items()
        yield _family("incidents", "Incidents that are not over", ("pipeline", "state", "urgency"), open_)
        waiting = _by_one(found.waiting)
        yield _family("outbox_messages", "Messages that wait to be sent", ("route",), waiting)
        oldest = _by_one(found.oldest)
        yield _family("outbox_oldest_seconds", "Age of the oldest message that could go", ("route",), oldest)
        checked = _by_one(found.checked)
        yield _family("last_check_seconds", "Time since the newest audit", ("pipeline",), checked)
        failing = [((name,), 1.0) for name in found.failing]
        yield _family("failing_step", "A step of the engine that fails now", ("step",), failing)
        round_ = [] if found.round_age is None else [((), found.round_age)]
        yield _family("round_age_seconds", "Time since a round of the engine went well", (), round_)


def _by_one(values: Mapping[str, float]) -> list[tuple[tuple[str], float]]:
    return [((name,), value) for name, value in values.items()]


def _family(
    name: str, help_: str, labels: Sequence[str], values: Iterable[tuple[Sequence[str], float]]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"oakum_{name}", help_, labels=labels)
    for names, value in values:
        family.add_metric(names, value)
    return family
