package io.windhover.worker.http;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a request is sent.
 *
 * @param responseTimeout until the head of a response is there, of each redirect anew
 * @param maxRedirects null where none is followed
 */
record SendOptions(Duration connectTimeout, Duration responseTimeout, HttpConfiguration.@Nullable Proxy proxy,
		@Nullable Integer maxRedirects, int maxResponseBytes) {
}
