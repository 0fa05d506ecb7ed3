package io.windhover.api.flow;

import java.nio.file.Path;
import java.time.Duration;

import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where flows come from, beside the REST API.
 *
 * @param directory Directory of YAML files that hold the truth about their flows. It is
 * read at each start and watched from then on: what differs from the stored flow becomes
 * its new revision, and a flow whose file is gone is deleted.
 * @param watchInterval Time between two looks at the directory. A change counts when it
 * is the same at two looks. 0 to read it at the start only.
 * @param samples Directory, or location such as {@code classpath:/samples/flows}, of YAML
 * files that are stored when there is no flow at all. Empty for none.
 * @param storeTimeout How long a request that stores or deletes a flow, or begins or
 * cancels a backfill, waits for the scheduler. What is not done by then is not done
 * later.
 */
@Validated
@ConfigurationProperties("windhover.flows")
public record FlowProperties(@Nullable Path directory, @Nullable String samples,
		@DefaultValue("5s") @DurationMin @DurationMax(hours = 1) Duration watchInterval,
		@DefaultValue("10s") @DurationMin(seconds = 1) @DurationMax(minutes = 5) Duration storeTimeout) {
}
