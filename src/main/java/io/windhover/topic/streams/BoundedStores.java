package io.windhover.topic.streams;

import java.util.Map;

import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * Lets all RocksDB stores of the process share one cache and one budget for writes, as
 * the Kafka Streams documentation advises: by default each of the many would take its own
 * 66 MB. Kafka makes it by its name.
 */
public class BoundedStores implements RocksDBConfigSetter {

	static final String MEMORY_CONFIG = "windhover.store-memory-mib";

	private static final long WRITE_BUFFER = 2 * 1024 * 1024;

	private static @Nullable Memory shared;

	@Override
	public void setConfig(String storeName, Options options, Map<String, Object> configs) {
		long mebibytes = Long.parseLong(String.valueOf(configs.get(MEMORY_CONFIG)));
		Memory memory = shared(mebibytes * 1024 * 1024);
		BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
		table.setBlockCache(memory.cache());
		table.setCacheIndexAndFilterBlocks(true);
		options.setWriteBufferManager(memory.writes());
		options.setWriteBufferSize(WRITE_BUFFER);
		options.setMaxWriteBufferNumber(2);
		options.setTableFormatConfig(table);
	}

	@Override
	public void close(String storeName, Options options) {
		// the memory is shared by all stores and lives as long as the process
	}

	private static synchronized Memory shared(long bytes) {
		if (shared == null) {
			Cache cache = new LRUCache(bytes);
			shared = new Memory(cache, new WriteBufferManager(bytes / 2, cache));
		}
		return shared;
	}

	private record Memory(Cache cache, WriteBufferManager writes) {
	}

}
