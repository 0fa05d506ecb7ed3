package io.windhover.api.webhook;

import java.util.List;

import io.windhover.api.ApiListener;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.ListenerList;
import io.windhover.instance.Role;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TopicTail;
import io.windhover.topic.Topics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.API)
class WebhookConfiguration {

	@Bean
	ListenerList<ApiListener> apiListeners(ObjectProvider<ApiListener> listeners) {
		return new ListenerList<>(listeners.orderedStream().toList());
	}

	@Bean
	TopicTail pausedTriggersTail(PausedTriggers paused, Topics topics, KafkaClients clients, DeadLetters deadLetters) {
		TopicTail tail = new TopicTail("windhover-paused-triggers", clients, deadLetters, true,
				List.of(new TopicTail.Subscription<>(topics.triggers(),
						(message, state) -> paused.accept(message.key(), state))));
		paused.follows(tail::isCaughtUp);
		return tail;
	}

}
