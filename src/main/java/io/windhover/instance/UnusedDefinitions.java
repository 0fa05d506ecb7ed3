package io.windhover.instance;

import java.util.List;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.kafka.config.KafkaListenerConfigUtils;

/**
 * Takes away what would look at every class or every bean for what is not there: mixins
 * of Jackson in the packages of the application, and methods that listen to Kafka.
 */
class UnusedDefinitions implements BeanDefinitionRegistryPostProcessor {

	private static final List<String> NAMES = List.of(AutoConfigurationPackages.class.getName(),
			KafkaListenerConfigUtils.KAFKA_LISTENER_ANNOTATION_PROCESSOR_BEAN_NAME);

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		NAMES.stream().filter(registry::containsBeanDefinition).forEach(registry::removeBeanDefinition);
	}

}
