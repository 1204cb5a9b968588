import { loud } from './loud.ts';

// What `electron` means in a utility process: nothing of it is stood in for.

export const net = loud('net in a utility process', {});
export const systemPreferences = loud('systemPreferences in a utility process', {});
export default loud('electron in a utility process', { net, systemPreferences });
