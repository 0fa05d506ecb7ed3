package io.windhover.security.connection;

import java.time.Duration;

import io.windhover.security.SecurityProperties;
import org.springframework.util.unit.DataSize;

/**
 * How large the body of a request may be, and how long it may take.
 *
 * @param sizeProperty that allows more
 * @param timeProperty that allows more
 */
record BodyLimit(DataSize size, String sizeProperty, Duration time, String timeProperty) {

	static BodyLimit of(SecurityProperties properties) {
		return new BodyLimit(properties.maxBody(), "windhover.security.max-body", properties.bodyTimeout(),
				"windhover.security.body-timeout");
	}

	/** Of requests that create executions with files. */
	static BodyLimit ofUploads(SecurityProperties properties) {
		return new BodyLimit(properties.maxUpload(), "windhover.security.max-upload", properties.uploadTimeout(),
				"windhover.security.upload-timeout");
	}

}
