package io.windhover.topic.broker;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Binds the property, because it may be written as text or as a list.
 */
class NoBrokerNamedCondition extends SpringBootCondition {

	private static final String PROPERTY = "spring.kafka.bootstrap-servers";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean named = Binder.get(context.getEnvironment())
			.bind(PROPERTY, Bindable.listOf(String.class))
			.map((servers) -> !servers.isEmpty())
			.orElse(false);
		return new ConditionOutcome(!named, ConditionMessage.forCondition("Embedded broker")
			.because(PROPERTY + (named ? " is set" : " is not set")));
	}

}
