package io.windhover.scheduler.topology;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A store that outlives its driver, as one that is restored from its changelog does, and
 * counts what is read from it.
 */
class KeptStore implements KeyValueStore<Bytes, byte[]> {

	private final String name;

	private final NavigableMap<Bytes, byte[]> entries;

	int reads;

	KeptStore(String name, Map<Bytes, byte[]> entries) {
		this.name = name;
		this.entries = new ConcurrentSkipListMap<>(entries);
	}

	KeptStore copy() {
		return new KeptStore(this.name, this.entries);
	}

	KeyValueBytesStoreSupplier supplier() {
		return new KeyValueBytesStoreSupplier() {

			@Override
			public String name() {
				return KeptStore.this.name;
			}

			@Override
			public KeyValueStore<Bytes, byte[]> get() {
				return KeptStore.this;
			}

			@Override
			public String metricsScope() {
				return "kept";
			}

		};
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public void init(StateStoreContext context, StateStore root) {
		context.register(root, (key, value) -> {
		});
	}

	@Override
	public Position getPosition() {
		return Position.emptyPosition();
	}

	@Override
	public void flush() {
		// it is in memory
	}

	@Override
	public void close() {
		// it stays for the next driver
	}

	@Override
	public boolean persistent() {
		return false;
	}

	@Override
	public boolean isOpen() {
		return true;
	}

	@Override
	public byte @Nullable [] get(Bytes key) {
		this.reads++;
		return this.entries.get(key);
	}

	@Override
	public void put(Bytes key, byte @Nullable [] value) {
		if (value != null) {
			this.entries.put(key, value);
		}
		else {
			this.entries.remove(key);
		}
	}

	@Override
	public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
		return this.entries.putIfAbsent(key, value);
	}

	@Override
	public void putAll(List<KeyValue<Bytes, byte[]>> added) {
		added.forEach((entry) -> put(entry.key, entry.value));
	}

	@Override
	public byte @Nullable [] delete(Bytes key) {
		return this.entries.remove(key);
	}

	@Override
	public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
		return iterator(this.entries.subMap(from, true, to, true));
	}

	@Override
	public KeyValueIterator<Bytes, byte[]> all() {
		return iterator(this.entries);
	}

	@Override
	public long approximateNumEntries() {
		return this.entries.size();
	}

	private KeyValueIterator<Bytes, byte[]> iterator(NavigableMap<Bytes, byte[]> found) {
		Iterator<Map.Entry<Bytes, byte[]>> entries = found.entrySet().iterator();
		return new KeyValueIterator<>() {

			@Override
			public boolean hasNext() {
				return entries.hasNext();
			}

			@Override
			public KeyValue<Bytes, byte[]> next() {
				KeptStore.this.reads++;
				Map.Entry<Bytes, byte[]> entry = entries.next();
				return KeyValue.pair(entry.getKey(), entry.getValue());
			}

			@Override
			public Bytes peekNextKey() {
				throw new UnsupportedOperationException();
			}

			@Override
			public void close() {
				// nothing is held
			}

		};
	}

}
