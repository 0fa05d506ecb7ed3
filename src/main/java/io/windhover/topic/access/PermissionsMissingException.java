package io.windhover.topic.access;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The broker does not allow this process what its roles need.
 */
public class PermissionsMissingException extends RuntimeException {

	private final String principal;

	private final List<Permission> missing;

	/**
	 * Takes all permissions that are missing, which the message names.
	 * @param principal as the broker calls this process
	 */
	public PermissionsMissingException(String principal, List<Permission> missing) {
		super("Kafka does not allow %s what this process needs: %s".formatted(principal,
				missing.stream().map(Permission::toString).collect(Collectors.joining(", "))));
		this.principal = principal;
		this.missing = List.copyOf(missing);
	}

	List<Permission> missing() {
		return this.missing;
	}

	/**
	 * The arguments of {@code kafka-acls} that allow what is missing, one line each.
	 */
	String commands() {
		return this.missing.stream()
			.map((each) -> "kafka-acls.sh --bootstrap-server … --add --allow-principal '%s' %s"
				.formatted(this.principal, each.options()))
			.collect(Collectors.joining(System.lineSeparator()));
	}

}
