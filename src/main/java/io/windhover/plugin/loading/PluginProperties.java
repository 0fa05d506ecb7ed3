package io.windhover.plugin.loading;

import java.nio.file.Path;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Plugins.
 *
 * @param directory Directory of the jars of plugins, which add task types, trigger types
 * and sources of secrets. It need not exist. Read at the start.
 */
@Validated
@ConfigurationProperties("windhover.plugins")
record PluginProperties(@DefaultValue("plugins") @NotNull Path directory) {
}
