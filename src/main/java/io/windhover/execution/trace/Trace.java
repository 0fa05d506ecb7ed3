package io.windhover.execution.trace;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * The trace that an execution is part of, as W3C Trace Context has it. The ids of its
 * spans are derived, so that any process can name them.
 *
 * @param id of the trace, 32 hexadecimal digits
 * @param parent the span that the execution is a child of, 16 hexadecimal digits; null
 * where the trace begins with the execution
 * @param sampled whether spans are exported
 * @param tracestate what tracing systems of the caller say of it, handed on as it is;
 * null for nothing
 */
public record Trace(String id, @Nullable String parent, boolean sampled, @Nullable String tracestate) {

	private static final Pattern TRACEPARENT = Pattern
		.compile("(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

	private static final int MAX_TRACEPARENT = 512;

	private static final int ID_BYTES = 16;

	private static final int SPAN_ID_BYTES = 8;

	/**
	 * One of which tracing systems say nothing.
	 */
	public Trace(String id, @Nullable String parent, boolean sampled) {
		this(id, parent, sampled, null);
	}

	/**
	 * Reads what a caller has sent; null where its {@code traceparent} is absent or not
	 * valid. A {@code tracestate} that is not valid is left out.
	 */
	public static @Nullable Trace parse(TraceHeaders headers) {
		Trace trace = parse(headers.traceparent());
		return (trace == null) ? null
				: new Trace(trace.id, trace.parent, trace.sampled, TraceStates.carried(headers.tracestate()));
	}

	private static @Nullable Trace parse(@Nullable String traceparent) {
		if (traceparent == null || traceparent.length() > MAX_TRACEPARENT) {
			return null;
		}
		Matcher matcher = TRACEPARENT.matcher(traceparent.strip());
		boolean valid = matcher.matches() && (matcher.group(5) == null || !"00".equals(matcher.group(1)));
		return valid
				? new Trace(matcher.group(2), matcher.group(3), (HexFormat.fromHexDigits(matcher.group(4)) & 1) == 1)
				: null;
	}

	/**
	 * A trace that begins with an execution.
	 * @param probability that it is sampled, from 0 to 1
	 */
	static Trace begin(String executionId, double probability) {
		byte[] hash = DigestUtils.sha256("trace " + executionId);
		String id = HexFormat.of().formatHex(hash, 0, ID_BYTES);
		// as the sampler of OpenTelemetry decides
		long random = HexFormat.fromHexDigitsToLong(id, ID_BYTES, id.length());
		boolean sampled = probability >= 1
				|| (probability > 0 && Math.abs(random) < (long) (probability * Long.MAX_VALUE));
		return new Trace(id, null, sampled);
	}

	/**
	 * The id of the span of an execution or of one of its task runs and control tasks.
	 */
	public static String spanId(String id) {
		return HexFormat.of().formatHex(DigestUtils.sha256("span " + id), 0, SPAN_ID_BYTES);
	}

	/**
	 * The id of the span of an attempt.
	 */
	public static String spanId(String taskRunId, int attempt) {
		return spanId(taskRunId + "#" + attempt);
	}

	/**
	 * The same trace as the child of another span.
	 */
	public Trace under(String spanId) {
		return new Trace(this.id, spanId, this.sampled, this.tracestate);
	}

	/**
	 * What the callee of a span gets.
	 */
	public TraceHeaders headers(String spanId) {
		return new TraceHeaders("00-%s-%s-%s".formatted(this.id, spanId, this.sampled ? "01" : "00"), this.tracestate);
	}

}
