package io.windhover.instance;

import java.util.EnumSet;
import java.util.Set;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Reads the roles from the environment, because conditions are judged before any
 * properties bean exists.
 */
class OnRoleCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Role role = metadata.getAnnotations().get(ConditionalOnRole.class).getEnum("value", Role.class);
		Set<Role> roles = Binder.get(context.getEnvironment())
			.bind("windhover.roles", Bindable.setOf(Role.class))
			.orElseGet(() -> EnumSet.allOf(Role.class));
		return new ConditionOutcome(roles.contains(role),
				ConditionMessage.forCondition(ConditionalOnRole.class).because(role + " among " + roles));
	}

}
