package io.windhover.api.execution;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.windhover.execution.TriggerFire;
import io.windhover.execution.json.Json;
import io.windhover.execution.trace.TraceHeaders;
import io.windhover.flow.FlowKey;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * An execution that somebody asks for.
 *
 * @param inputs as they were given
 * @param labels added to those of the flow
 * @param files digests of the files that came with it, by their inputs
 * @param trigger null where it was asked for by itself
 * @param trace what the request says of it
 */
public record NewExecution(FlowKey flow, Map<String, Object> inputs, Map<String, String> labels,
		Map<String, String> files, @Nullable TriggerFire trigger, TraceHeaders trace) {

	/**
	 * One without files.
	 */
	public NewExecution(FlowKey flow, Map<String, Object> inputs, Map<String, String> labels,
			@Nullable TriggerFire trigger, TraceHeaders trace) {
		this(flow, inputs, labels, Map.of(), trigger, trace);
	}

	/**
	 * Tells two requests apart whose inputs are equal: the labels of an execution change,
	 * and of its files it has the names.
	 */
	public String digest() {
		byte[] json = Json.mapper().writeValueAsBytes(List.of(new TreeMap<>(this.labels), new TreeMap<>(this.files)));
		return DigestUtils.sha256Hex(json);
	}

}
