package io.windhover.management.endpoint.engine;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the endpoint {@code worker} shows of task runs.
 *
 * @param showValues When to show the values of a task's configuration and the lines of
 * its log.
 * @param roles Roles that may see them when they are shown to authorized users; any of
 * these users when empty.
 */
@ConfigurationProperties("management.endpoint.worker")
public record WorkerEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {
}
