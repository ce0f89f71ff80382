"""What one process leaves, the next one finishes."""

from pathlib import Path

from fake_telegram import Person

from chat.world import QUOTE_OPENED, WHEN, World, opened, said


async def test_what_an_earlier_process_left_is_answered_at_start(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        await world.put(world.message_from(1001, WHEN))
        gateway = world.gateway
    async with opened(tmp_path, gateway=gateway) as world:
        await world.settled()
        assert said(world.person()) == [QUOTE_OPENED]
        assert await world.states() == ["done"]


async def test_an_answer_that_may_have_gone_out_is_sent_again_at_start(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        payload = world.message_from(1001, WHEN)
        await world.put(payload)
        await world.delivery.sending(payload["update_id"])
        gateway = world.gateway
    async with opened(tmp_path, gateway=gateway) as world:
        await world.settled()
        assert said(world.person()) == [QUOTE_OPENED]
        assert len(await world.logged()) == 1


async def test_a_press_found_at_start_has_expired(tmp_path: Path) -> None:
    async with opened(tmp_path) as world:
        reader = world.person()
        await reader.say(WHEN)
        gateway = world.gateway
    async with opened(tmp_path, gateway=gateway, starts=False) as world:
        await world.put(world.not_delivered.press(reader.user, "In context"))
    async with opened(tmp_path, gateway=gateway) as world:
        await world.settled()
        assert await world.states() == ["done", "expired"]


async def test_a_redelivered_update_is_answered_once(world: World, reader: Person) -> None:
    payload = world.message_from(1001, WHEN)
    for _ in range(3):
        await world.put(payload)
        await world.settled()
    assert said(reader) == [QUOTE_OPENED]


async def test_failures_are_counted_across_restarts(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        payload = world.message_from(1001, "boom")
        await world.put(payload)
        for _ in range(2):
            await world.delivery.failed(payload["update_id"])
        gateway = world.gateway
    async with opened(tmp_path, gateway=gateway, starts=False) as world:
        world.desk.script["boom"] = ValueError("a bug")
        application = world.application
        assert application.post_init is not None
        await application.post_init(application)
        await application.start()
        await world.settled()
        await application.stop()
        assert world.desk.asked == ["boom"]
        assert await world.states() == ["failed"]


async def test_an_unreadable_row_of_the_inbox_does_not_keep_the_bot_from_starting(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, starts=False) as world:
        await world.delivery.accept(7, '{"update_id": 7, "message": {"chat": 5}}')
    async with opened(tmp_path) as world:
        assert await world.states() == ["failed"]
        assert await world.rows("SELECT update_id FROM quarantine") == [(7,)]
