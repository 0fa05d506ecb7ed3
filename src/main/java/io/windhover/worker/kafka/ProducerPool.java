package io.windhover.worker.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.windhover.instance.Phases;
import io.windhover.topic.KafkaClients;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * One producer for all tasks with the same settings, until nobody has used it for a
 * while.
 */
@Component
class ProducerPool implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(ProducerPool.class);

	private static final Duration IDLE = Duration.ofMinutes(5);

	private static final Duration CLOSE = Duration.ofSeconds(5);

	/** Each has a thread and connections; more are open only while they are in use. */
	static final int MOST = 16;

	private final ObjectProvider<KafkaClients> clients;

	private final Duration idle;

	private final AtomicInteger opened = new AtomicInteger();

	/** Guarded by itself; those used last are at its end. */
	private final Map<ProducerSettings, Pooled> pooled = new LinkedHashMap<>(MOST, 0.75f, true);

	private volatile boolean running;

	@Autowired
	ProducerPool(ObjectProvider<KafkaClients> clients) {
		this(clients, IDLE);
	}

	ProducerPool(ObjectProvider<KafkaClients> clients, Duration idle) {
		this.clients = clients;
		this.idle = idle;
	}

	/**
	 * Gives a producer to some work. After a failure nobody else gets it.
	 */
	<T> T use(ProducerSettings settings, Work<T> work) throws Exception {
		Pooled taken = take(settings);
		boolean sound = false;
		try {
			T result = work.with(taken.producer);
			sound = true;
			return result;
		}
		catch (InterruptedException ex) {
			sound = true;
			throw ex;
		}
		finally {
			giveBack(settings, taken, sound);
		}
	}

	private Pooled take(ProducerSettings settings) throws IOException {
		Pooled known = known(settings);
		if (known != null) {
			return known;
		}
		Pooled made = new Pooled(open(settings)); // may look up names, so others must not
													// wait
		List<Pooled> surplus = new ArrayList<>();
		Pooled taken;
		synchronized (this.pooled) {
			Pooled other = this.pooled.putIfAbsent(settings, made);
			taken = (other != null) ? other : made;
			taken.users++;
			if (other != null) {
				surplus.add(made);
			}
			removeSurplus(surplus);
		}
		surplus.forEach(Pooled::close);
		return taken;
	}

	private @Nullable Pooled known(ProducerSettings settings) {
		synchronized (this.pooled) {
			Pooled known = this.pooled.get(settings);
			if (known != null) {
				known.users++;
			}
			return known;
		}
	}

	private void removeSurplus(List<Pooled> removed) {
		Iterator<Pooled> all = this.pooled.values().iterator();
		while (this.pooled.size() > MOST && all.hasNext()) {
			Pooled each = all.next();
			if (each.users == 0) {
				all.remove();
				removed.add(each);
			}
		}
	}

	private Producer<byte[], byte[]> open(ProducerSettings settings) throws IOException {
		try {
			Map<String, Object> resolved = settings.resolved(() -> this.clients.getObject().producerProperties(),
					"windhover-task-" + this.opened.incrementAndGet());
			return new KafkaProducer<>(resolved, new ByteArraySerializer(), new ByteArraySerializer());
		}
		catch (InterruptException ex) {
			throw ex;
		}
		catch (KafkaException ex) {
			Throwable cause = ex;
			while (cause.getCause() != null) {
				cause = cause.getCause();
			}
			throw new IOException("cannot make a producer for %s: %s".formatted(settings.cluster(), cause.getMessage()),
					ex);
		}
	}

	private void giveBack(ProducerSettings settings, Pooled given, boolean sound) {
		boolean close;
		boolean watch = false;
		List<Pooled> surplus = new ArrayList<>();
		synchronized (this.pooled) {
			given.users--;
			given.lastUsed = System.nanoTime();
			if (!sound || !this.running) {
				this.pooled.remove(settings, given);
			}
			removeSurplus(surplus);
			boolean kept = this.pooled.get(settings) == given;
			close = !kept && given.users == 0 && !surplus.contains(given);
			if (kept && !given.watched) {
				given.watched = true;
				watch = true;
			}
		}
		if (close) {
			given.close();
		}
		surplus.forEach(Pooled::close);
		if (watch) {
			watch(settings, given, this.idle.toNanos());
		}
	}

	private void watch(ProducerSettings settings, Pooled watched, long nanos) {
		CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(() -> {
			long left;
			synchronized (this.pooled) {
				left = (watched.users > 0) ? this.idle.toNanos()
						: this.idle.toNanos() - (System.nanoTime() - watched.lastUsed);
				if (left <= 0 && !this.pooled.remove(settings, watched)) {
					return; // closed by who removed it
				}
			}
			if (left > 0) {
				watch(settings, watched, left);
			}
			else {
				watched.close();
			}
		});
	}

	/** The number of those that are open and nobody was refused. */
	int size() {
		synchronized (this.pooled) {
			return this.pooled.size();
		}
	}

	@Override
	public void start() {
		this.running = true;
	}

	/** What is in use is closed by its user. */
	@Override
	public void stop() {
		List<Pooled> unused = new ArrayList<>();
		synchronized (this.pooled) {
			this.running = false;
			this.pooled.values().stream().filter((each) -> each.users == 0).forEach(unused::add);
			this.pooled.clear();
		}
		unused.forEach(Pooled::close);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** After the worker, and before the embedded broker. */
	@Override
	public int getPhase() {
		return Phases.TOPICS;
	}

	/**
	 * What is done with a producer.
	 */
	interface Work<T> {

		T with(Producer<byte[], byte[]> producer) throws Exception;

	}

	private static final class Pooled {

		private final Producer<byte[], byte[]> producer;

		private int users;

		private long lastUsed;

		private boolean watched;

		private Pooled(Producer<byte[], byte[]> producer) {
			this.producer = producer;
		}

		private void close() {
			try {
				this.producer.close(CLOSE);
			}
			catch (KafkaException ex) {
				logger.debug("Could not close a producer", ex);
			}
		}

	}

}
