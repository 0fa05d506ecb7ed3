package io.windhover.management.storage;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How a disk fills.
 *
 * @param since when the first look was that it counts
 * @param bytesPerDay by which what is free becomes less, negative where it becomes more
 * @param fullIn null where it does not fill
 */
public record Forecast(Instant since, long bytesPerDay, @Nullable Duration fullIn) {
}
