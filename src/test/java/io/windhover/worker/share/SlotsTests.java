package io.windhover.worker.share;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SlotsTests {

	@Test
	void oneGroupHasAll() {
		Slots slots = new Slots(4, List.of("default"));
		SlotShare share = slots.share("default");
		assertThat(share.free()).isEqualTo(4);
		assertThat(share.reserve(4)).isTrue();
		assertThat(share.free()).isEqualTo(4);
		take(share, 4);
		assertThat(share.tryTake()).isFalse();
		assertThat(slots.used()).isEqualTo(4);
		assertThat(share.free()).isZero();
		share.release();
		assertThat(share.reserve(2)).isFalse();
		assertThat(share.reserve(1)).isTrue();
	}

	@Test
	void whatIsReservedForOneIsNotCountedOnByAnother() {
		Slots slots = new Slots(16, List.of("a", "b"));
		SlotShare a = slots.share("a");
		SlotShare b = slots.share("b");
		assertThat(a.reserve(8)).isTrue();
		assertThat(b.free()).isEqualTo(8);
		assertThat(b.reserve(9)).isFalse();
		assertThat(b.reserve(8)).isTrue();
		take(b, 8);
		assertThat(b.tryTake()).isFalse();
		take(a, 8);
		assertThat(slots.used()).isEqualTo(16);
	}

	@Test
	void busyGroupLeavesASlotForEachOther() {
		Slots slots = new Slots(4, List.of("a", "b", "c"));
		SlotShare a = slots.share("a");
		assertThat(a.free()).isEqualTo(2);
		assertThat(a.reserve(3)).isFalse();
		assertThat(a.reserve(2)).isTrue();
		take(a, 2);
		assertThat(a.free()).isZero();
		assertThat(slots.share("b").reserve(1)).isTrue();
		assertThat(slots.share("c").reserve(1)).isTrue();
	}

	@Test
	void slotThatGetsFreeGoesToTheWaitingGroupThatHasFewest() {
		Slots slots = new Slots(4, List.of("a", "b"));
		SlotShare a = slots.share("a");
		SlotShare b = slots.share("b");
		a.reserve(3);
		take(a, 3);
		b.reserve(1);
		take(b, 1);
		assertThat(b.reserve(1)).isFalse();
		assertThat(a.reserve(1)).isFalse();
		a.release();
		assertThat(a.reserve(1)).isFalse();
		assertThat(b.reserve(1)).isTrue();
		take(b, 1);
		a.release();
		assertThat(a.reserve(1)).isTrue();
	}

	@Test
	void groupWithoutJobsMakesRoomForOneThatWaits() {
		Slots slots = new Slots(16, List.of("a", "b"));
		SlotShare a = slots.share("a");
		SlotShare idle = slots.share("b");
		idle.reserve(8);
		a.reserve(8);
		take(a, 8);
		assertThat(idle.free()).isEqualTo(8);
		assertThat(a.reserve(1)).isFalse();
		assertThat(idle.free()).isOne();
		idle.giveUp();
		assertThat(idle.reserve(1)).isTrue();
		assertThat(a.reserve(7)).isTrue();
		assertThat(idle.free()).isOne();
	}

	@Test
	void whatIsGivenUpIsFreeForOthers() {
		Slots slots = new Slots(8, List.of("a", "b"));
		SlotShare a = slots.share("a");
		SlotShare b = slots.share("b");
		a.reserve(4);
		assertThat(b.reserve(5)).isFalse();
		a.giveUp();
		assertThat(b.reserve(7)).isTrue();
		assertThat(b.reserve(8)).isFalse();
	}

	private static void take(SlotShare share, int slots) {
		for (int i = 0; i < slots; i++) {
			assertThat(share.tryTake()).isTrue();
		}
	}

}
