package io.windhover.api.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;

/**
 * A test of the API's routes without a broker: what it publishes reaches
 * {@link ApiTestBench} only.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = ApiTestConfiguration.class,
		properties = { "windhover.api.publish-timeout=500ms", "windhover.flows.samples=" })
@AutoConfigureMockMvc
public @interface ApiTest {

}
