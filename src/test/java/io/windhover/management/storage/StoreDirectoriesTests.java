package io.windhover.management.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class StoreDirectoriesTests {

	@Test
	void partitionsOfAStoreAreAddedUp(@TempDir Path directory) throws IOException {
		StoreDirectories stores = new StoreDirectories(directory.resolve("streams"));
		assertThat(stores.look()).isEmpty();
		write(directory.resolve("streams/windhover-executor/0_0/rocksdb/state/1.sst"), 10);
		write(directory.resolve("streams/windhover-executor/0_1/rocksdb/state/2.sst"), 20);
		write(directory.resolve("streams/windhover-executor/0_1/.checkpoint"), 5);
		write(directory.resolve("streams/windhover-scheduler/0_0/rocksdb/state/deeper/3.log"), 7);
		assertThat(stores.look()).containsExactly(new StoreSize("windhover-executor", "state", 30),
				new StoreSize("windhover-scheduler", "state", 7));
	}

	private static void write(Path file, int bytes) throws IOException {
		Files.createDirectories(file.getParent());
		Files.write(file, new byte[bytes]);
	}

}
