package io.windhover.scheduler.topology;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

import io.windhover.flow.Flow;
import org.springframework.util.DigestUtils;

/**
 * Tells whether the text of a flow changed, without keeping the text.
 */
final class FlowDigest {

	private FlowDigest() {
	}

	static String of(Flow flow) {
		return DigestUtils
			.md5DigestAsHex(Objects.requireNonNullElse(flow.source(), "").getBytes(StandardCharsets.UTF_8));
	}

}
