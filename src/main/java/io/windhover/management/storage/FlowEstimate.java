package io.windhover.management.storage;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what each flow and namespace has of several things, each of which was looked at
 * by itself.
 */
final class FlowEstimate {

	/** Standard errors to either side, between which 95 of 100 are. */
	private static final double NORMAL_95 = 1.96;

	private final Sums<FlowKey> flows = new Sums<>();

	private final Sums<String> namespaces = new Sums<>();

	private boolean filesKnown;

	private long of;

	/**
	 * Takes something of so many bytes.
	 */
	void add(long bytes, FlowShares shares) {
		this.of += bytes;
		this.flows.add(bytes, shares.shares());
		this.namespaces.add(bytes, shares.ofNamespaces());
	}

	/**
	 * Takes the files, of which it is told apart what each has.
	 */
	void addFiles(long bytes, FlowShares shares) {
		add(bytes, shares);
		this.filesKnown = true;
		this.flows.addFiles(bytes, shares.shares());
		this.namespaces.addFiles(bytes, shares.ofNamespaces());
	}

	/**
	 * Bytes of which the flows have their part.
	 */
	long of() {
		return this.of;
	}

	/**
	 * What each flow has, the most first.
	 */
	List<FlowStorage> flows() {
		return this.flows.all.entrySet()
			.stream()
			.map((entry) -> new FlowStorage(entry.getKey().namespace(), entry.getKey().id(), entry.getValue().bytes(),
					entry.getValue().error(), files(this.flows, entry.getKey()),
					filesError(this.flows, entry.getKey())))
			.sorted(Comparator.comparingLong(FlowStorage::bytes)
				.reversed()
				.thenComparing(FlowStorage::namespace)
				.thenComparing(FlowStorage::flowId))
			.toList();
	}

	/**
	 * What each namespace has, the most first.
	 */
	List<NamespaceStorage> namespaces() {
		return this.namespaces.all.entrySet()
			.stream()
			.map((entry) -> new NamespaceStorage(entry.getKey(), entry.getValue().bytes(), entry.getValue().error(),
					files(this.namespaces, entry.getKey()), filesError(this.namespaces, entry.getKey())))
			.sorted(Comparator.comparingLong(NamespaceStorage::bytes)
				.reversed()
				.thenComparing(NamespaceStorage::namespace))
			.toList();
	}

	private <K> @Nullable Long files(Sums<K> sums, K owner) {
		Sum sum = sums.files.get(owner);
		return (sum != null) ? Long.valueOf(sum.bytes()) : this.filesKnown ? Long.valueOf(0) : null;
	}

	private static <K> @Nullable Long filesError(Sums<K> sums, K owner) {
		Sum sum = sums.files.get(owner);
		return (sum != null) ? sum.error() : null;
	}

	/**
	 * What each owner has of everything, and of the files.
	 */
	private static final class Sums<K> {

		private final Map<K, Sum> all = new HashMap<>();

		private final Map<K, Sum> files = new HashMap<>();

		void add(long bytes, Map<K, FlowShares.Share> shares) {
			add(this.all, bytes, shares);
		}

		void addFiles(long bytes, Map<K, FlowShares.Share> shares) {
			add(this.files, bytes, shares);
		}

		private static <K> void add(Map<K, Sum> sums, long bytes, Map<K, FlowShares.Share> shares) {
			shares.forEach((owner, share) -> sums.computeIfAbsent(owner, (key) -> new Sum()).add(bytes, share));
		}

	}

	private static final class Sum {

		private double bytes;

		private double variance;

		private boolean unknown;

		void add(long of, FlowShares.Share share) {
			this.bytes += of * share.part();
			Double error = share.error();
			if (error == null) {
				this.unknown = true;
			}
			else {
				this.variance += of * error * of * error;
			}
		}

		long bytes() {
			return Math.round(this.bytes);
		}

		@Nullable Long error() {
			return this.unknown ? null : Math.round(NORMAL_95 * Math.sqrt(this.variance));
		}

	}

}
