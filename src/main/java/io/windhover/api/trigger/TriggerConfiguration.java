package io.windhover.api.trigger;

import java.util.List;

import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TopicFollower;
import io.windhover.topic.Topics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.API)
class TriggerConfiguration {

	@Bean
	TopicFollower triggersTail(Triggers triggers, Topics topics, KafkaClients clients, DeadLetters deadLetters) {
		TopicFollower follower = new TopicFollower("windhover-triggers", clients, deadLetters, true,
				List.of(new TopicFollower.Subscription<>(topics.triggers(),
						(message, state) -> triggers.accept(message.key(), state))));
		triggers.follows(follower::isCaughtUp);
		return follower;
	}

}
