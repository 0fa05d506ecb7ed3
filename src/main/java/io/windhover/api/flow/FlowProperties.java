package io.windhover.api.flow;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where flows come from, beside the REST API.
 *
 * @param directory Directory of YAML files that hold the truth about their flows. It is
 * read at each start, and what differs from the stored flow becomes its new revision.
 * @param samples Directory, or location such as {@code classpath:/samples/flows}, of YAML
 * files that are stored when there is no flow at all. Empty for none.
 */
@ConfigurationProperties("windhover.flows")
public record FlowProperties(@Nullable Path directory, @Nullable String samples) {
}
