package io.windhover.instance;

import java.nio.file.Path;
import java.util.Set;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What this process is.
 *
 * @param roles Roles that this process runs.
 * @param instanceId Name of this instance, the same over restarts. By default a name that
 * is made at the first start and kept in the data directory.
 * @param dataDirectory Directory for everything that this process keeps.
 * @param listenAddress Address that both ports listen on. Anything but a loopback address
 * lets others reach them.
 * @param advertisedHost Name or address by which others reach this instance. By default
 * the listen address, or the machine's host name where it listens on all addresses.
 * @param exitWhenReady Whether this process ends as soon as it is ready, as for an
 * archive of its classes.
 */
@Validated
@ConfigurationProperties("windhover")
public record InstanceProperties(@DefaultValue( {
		"executor", "worker", "scheduler", "indexer", "api" }) @NotEmpty Set<Role> roles,
		@Nullable @Pattern(regexp = "[A-Za-z0-9._-]{1,64}") String instanceId,
		@DefaultValue(InstanceProperties.DATA_DIRECTORY) Path dataDirectory,
		@DefaultValue("127.0.0.1") String listenAddress,
		@Nullable @Pattern(regexp = "[A-Za-z0-9._:-]{1,255}") String advertisedHost,
		@DefaultValue("false") boolean exitWhenReady){

	static final String DATA_DIRECTORY = "data";

}
