package io.windhover.management;

import java.time.Instant;
import java.util.List;

import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Says at {@code /info} which instance this is, what it does, and of which stores it has
 * copies.
 */
class InstanceInfo implements InfoContributor {

	private final Instance instance;

	private final StoreCopies copies;

	InstanceInfo(Instance instance, StoreCopies copies) {
		this.instance = instance;
		this.copies = copies;
	}

	@Override
	public void contribute(Info.Builder builder) {
		List<String> roles = this.instance.roles().stream().sorted().map(Role::id).toList();
		builder.withDetail("roles", roles)
			.withDetail("instance",
					new InstanceDetail(this.instance.id(), this.instance.incarnation(), this.instance.startedAt()))
			.withDetail("stores", this.copies.all());
	}

	record InstanceDetail(String id, String incarnation, Instant startedAt) {
	}

}
