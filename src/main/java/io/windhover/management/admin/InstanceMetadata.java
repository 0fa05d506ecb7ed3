package io.windhover.management.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import de.codecentric.boot.admin.client.registration.metadata.MetadataContributor;
import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.info.BuildProperties;

/**
 * Tells an Admin server which instance this is. What begins with {@code tags.} it shows
 * beside the name.
 */
class InstanceMetadata implements MetadataContributor {

	private final Map<String, String> metadata = new LinkedHashMap<>();

	InstanceMetadata(Instance instance, @Nullable BuildProperties build) {
		this.metadata.put("tags.instance", instance.id());
		this.metadata.put("tags.roles",
				instance.roles().stream().sorted().map(Role::id).collect(Collectors.joining(", ")));
		if (build != null && build.getVersion() != null) {
			this.metadata.put("version", build.getVersion());
		}
	}

	@Override
	public Map<String, String> getMetadata() {
		return this.metadata;
	}

}
