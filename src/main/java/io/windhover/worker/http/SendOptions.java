package io.windhover.worker.http;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a request is sent.
 *
 * @param maxRedirects null where none is followed
 */
record SendOptions(Duration connectTimeout, HttpConfiguration.@Nullable Proxy proxy, @Nullable Integer maxRedirects,
		int maxResponseBytes) {
}
