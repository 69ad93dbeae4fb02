import asyncio

from aiokafka.admin import AIOKafkaAdminClient

from tests.kafka.broker import Cluster


def test_a_broker_comes_back_at_its_address(own: Cluster) -> None:
    own.end()
    own.start()
    assert asyncio.run(brokers(own.servers)) == 1


async def brokers(servers: str) -> int:
    admin = AIOKafkaAdminClient(bootstrap_servers=servers)
    await admin.start()
    try:
        return len((await admin.describe_cluster())["brokers"])
    finally:
        await admin.close()
