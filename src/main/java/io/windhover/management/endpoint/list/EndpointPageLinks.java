package io.windhover.management.endpoint.list;

import io.windhover.http.PageLinks;
import org.springframework.web.bind.annotation.ControllerAdvice;

/**
 * Links the pages of the lists of endpoints, which Spring Boot's handlers answer.
 */
@ControllerAdvice("org.springframework.boot")
class EndpointPageLinks extends PageLinks {

}
