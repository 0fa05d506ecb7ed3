package io.windhover.flow.reading;

import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What templates may see.
 *
 * @param environment Names of environment variables that templates may read with env().
 */
@ConfigurationProperties("windhover.templates")
record TemplateProperties(@DefaultValue Set<String> environment) {
}
