package io.windhover.instance;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Lets the bean factory remember which beans are of a type as soon as all definitions are
 * known. By default it only does so after the web server is made, and until then compares
 * each of 600 definitions with each type that somebody asks for. It is not ordered, so
 * that it comes after all that add definitions; one that is added later is found as well.
 */
class TypeCaching implements BeanFactoryPostProcessor {

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
		factory.freezeConfiguration();
	}

}
