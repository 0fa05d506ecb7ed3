package io.windhover.management.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.windhover.management.StoreCopies;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.info.GitProperties;

/**
 * What this instance would answer if it asked itself.
 */
class OwnSummary implements Supplier<PeerResponse> {

	private final ObjectProvider<HealthEndpoint> health;

	private final ObjectProvider<GitProperties> git;

	private final StoreCopies copies;

	OwnSummary(ObjectProvider<HealthEndpoint> health, ObjectProvider<GitProperties> git, StoreCopies copies) {
		this.health = health;
		this.git = git;
		this.copies = copies;
	}

	@Override
	public PeerResponse get() {
		HealthEndpoint endpoint = this.health.getIfAvailable();
		if (endpoint == null) {
			return new PeerResponse.Unreachable(PeerResponse.Reason.STATUS, "Its endpoint health is switched off");
		}
		HealthDescriptor descriptor = endpoint.health();
		Map<String, String> components = new LinkedHashMap<>();
		if (descriptor instanceof CompositeHealthDescriptor composite && composite.getComponents() != null) {
			composite.getComponents().forEach((name, each) -> components.put(name, each.getStatus().getCode()));
		}
		GitProperties commit = this.git.getIfAvailable();
		return new PeerResponse.Summary(descriptor.getStatus().getCode(), components,
				(commit != null) ? commit.getShortCommitId() : null, this.copies.all());
	}

}
