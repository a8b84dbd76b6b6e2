// Its settings stand in the frame's meta element "htmx-config".
import 'htmx.org';
