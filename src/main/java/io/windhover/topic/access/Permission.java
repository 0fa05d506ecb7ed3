package io.windhover.topic.access;

import java.util.Locale;

import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * An operation on a resource of Kafka's, as an ACL allows it.
 *
 * @param name of the resource, or what the names begin with where the pattern is PREFIXED
 */
public record Permission(ResourceType resource, PatternType pattern, String name, AclOperation operation) {

	/**
	 * The operation as Kafka's tools write it, such as {@code AlterConfigs}.
	 */
	public String operationName() {
		StringBuilder words = new StringBuilder();
		for (String word : this.operation.name().split("_", -1)) {
			words.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
		}
		return words.toString();
	}

	/**
	 * The options of {@code kafka-acls} that allow it.
	 */
	public String options() {
		return "--operation %s --%s '%s'%s".formatted(operationName(), type("-"), this.name,
				isPrefixed() ? " --resource-pattern-type prefixed" : "");
	}

	/**
	 * Whether it is about a resource.
	 */
	public boolean covers(ResourceType type, String resourceName) {
		return this.resource == type
				&& (isPrefixed() ? resourceName.startsWith(this.name) : resourceName.equals(this.name));
	}

	private boolean isPrefixed() {
		return this.pattern == PatternType.PREFIXED;
	}

	private String type(String separator) {
		return this.resource.name().toLowerCase(Locale.ROOT).replace("_", separator);
	}

	@Override
	public String toString() {
		return "%s on %s %s%s".formatted(operationName(), type(" "), this.name, isPrefixed() ? "*" : "");
	}

}
