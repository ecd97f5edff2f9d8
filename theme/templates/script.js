{# The one script of all pages, which the plugin inline writes: each part sees whether it is needed. #}
if (document.querySelector("#lesson .lesson-read")) {
{% include "lesson/lesson.js" ignore missing %}

}
if (document.getElementById("conversation")) {
{% include "conversation/conversation.js" ignore missing %}

}
