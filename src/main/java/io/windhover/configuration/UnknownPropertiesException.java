package io.windhover.configuration;

import java.util.List;

/**
 * Something is configured that does not exist; the message holds names and no values.
 */
class UnknownPropertiesException extends RuntimeException {

	private final List<UnknownProperty> properties;

	UnknownPropertiesException(List<UnknownProperty> properties) {
		super("Unknown properties: " + properties);
		this.properties = List.copyOf(properties);
	}

	List<UnknownProperty> properties() {
		return this.properties;
	}

}
