package io.windhover.management.storage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what each flow has of several things, each of which was looked at by itself.
 */
final class FlowEstimate {

	/** Standard errors to either side, between which 95 of 100 are. */
	private static final double NORMAL_95 = 1.96;

	private final Map<FlowKey, Sum> sums = new HashMap<>();

	private long of;

	/**
	 * Takes something of so many bytes.
	 */
	void add(long bytes, FlowShares shares) {
		this.of += bytes;
		shares.shares().forEach((flow, share) -> this.sums.computeIfAbsent(flow, (key) -> new Sum()).add(bytes, share));
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
		List<FlowStorage> flows = new ArrayList<>();
		this.sums.forEach((flow, sum) -> flows
			.add(new FlowStorage(flow.namespace(), flow.id(), Math.round(sum.bytes), sum.error())));
		flows.sort(Comparator.comparingLong(FlowStorage::bytes)
			.reversed()
			.thenComparing(FlowStorage::namespace)
			.thenComparing(FlowStorage::flowId));
		return flows;
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

		@Nullable Long error() {
			return this.unknown ? null : Math.round(NORMAL_95 * Math.sqrt(this.variance));
		}

	}

}
