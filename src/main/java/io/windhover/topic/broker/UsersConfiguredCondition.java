package io.windhover.topic.broker;

import java.util.List;
import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Binds the property as far as it matters here: who the users are is the management's.
 */
class UsersConfiguredCondition extends SpringBootCondition {

	private static final String PROPERTY = "windhover.security.users";

	private static final Bindable<List<Map<String, Object>>> USERS = Bindable.of(ResolvableType
		.forClassWithGenerics(List.class, ResolvableType.forClassWithGenerics(Map.class, String.class, Object.class)));

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean users = Binder.get(context.getEnvironment())
			.bind(PROPERTY, USERS)
			.map((list) -> !list.isEmpty())
			.orElse(false);
		return new ConditionOutcome(users, ConditionMessage.forCondition("Account of the embedded broker")
			.because(PROPERTY + (users ? " is set" : " is not set")));
	}

}
