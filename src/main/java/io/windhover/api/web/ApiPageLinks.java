package io.windhover.api.web;

import io.windhover.http.PageLinks;
import org.springframework.web.bind.annotation.ControllerAdvice;

/**
 * Links the pages of the lists of the API.
 */
@ControllerAdvice("io.windhover.api")
class ApiPageLinks extends PageLinks {

}
